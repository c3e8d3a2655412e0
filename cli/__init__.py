"""The command line `waymark`: one module a group of commands, each a thin call into a package."""
