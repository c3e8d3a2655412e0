"""The demo's fictitious web sites: a board, a channel, a forum thread and a feed, each on a port of its own."""
