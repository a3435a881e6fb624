"""The build: from the source folder to the store and the browser's geometry."""

from geodata.build.run import BuildOptions, BuildResult, build

__all__ = ["BuildOptions", "BuildResult", "build"]
