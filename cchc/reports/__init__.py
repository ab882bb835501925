"""What leaves the app as a file: workbooks to fill in, workbooks of stored figures."""
