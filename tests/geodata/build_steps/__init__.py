"""Tests of `geodata.build`; not named `build`, because pytest passes over folders of that name."""
