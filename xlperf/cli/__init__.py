"""Commands (命令行): parse, call, show."""
