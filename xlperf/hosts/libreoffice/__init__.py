"""LibreOffice as a door: its process, and an xlwings engine over UNO."""
