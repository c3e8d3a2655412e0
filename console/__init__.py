"""The web pages on which an intelligence unit searches and looks: rendered here, their whole state in the URL."""
