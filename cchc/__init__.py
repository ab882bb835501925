"""Dashboard of administrative reform (CCHC): workbooks in, comparable figures out."""
