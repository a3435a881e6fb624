"""The process that reads uploads: nothing in here runs in the app itself.

It imports none of the rest of the atlas but `geodata.uploads.limits`, so that it starts fast and has little to lose.
"""
