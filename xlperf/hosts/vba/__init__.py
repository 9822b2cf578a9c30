"""A VBA project written without Excel: compression, compound file, project streams, and our own source."""
