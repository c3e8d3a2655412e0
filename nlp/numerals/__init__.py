"""Numbers in words, in the languages of the route: for prices ("dy mijë e pesëqind") and phones ("nula šezdeset")."""
