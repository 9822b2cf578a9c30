"""The doors to workbooks (files, Excel, WPS, LibreOffice) and the ways to start the monthly refresh."""
