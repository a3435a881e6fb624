"""What ``atlas.py`` does, with the standard library only: it has to work before anything is installed.

cli
    The table of commands and their arguments.
environment
    The virtual environment: is it there, is it whole, make it.
installing
    pip, its progress, and its failures in plain words.
lock
    One installation at a time.
serving
    Start the app, wait for it, open a browser, end it.
words
    What the commands say, in Indonesian and English.
"""
