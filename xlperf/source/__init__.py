"""Reading (读数): what file is this, which official table, which figures, each with its cell."""
