"""The commands of Pilot City Atlas: ``python3 atlas.py run``, ``test``, ``setup`` ... (``--help`` lists them).

This file only checks the Python that runs it and hands over to ``commands/``. It is written so that even Python 2.7 can read
it: a person with an old Python must get a sentence, not a SyntaxError. Standard library only, like all of ``commands/``.
"""

import os
import sys

OLDEST = (3, 11)


def refusal(version, environment):
    """Say in the reader's language that this Python is too old."""
    found = ".".join(str(part) for part in version[:3])
    needed = ".".join(str(part) for part in OLDEST)
    language = next(
        (environment[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(key)), ""
    )
    if language.lower().startswith("id"):
        text = "Diperlukan Python {0} atau yang lebih baru; yang ini {1}. Unduh dari https://www.python.org/downloads/ lalu ulangi perintah ini."
    else:
        text = "Python {0} or newer is needed, this is {1}. Get it from https://www.python.org/downloads/ and repeat the command with it."
    return text.format(needed, found)


def main():
    """Check the Python, then run the command line."""
    if sys.version_info < OLDEST:
        sys.stderr.write(refusal(sys.version_info, os.environ) + "\n")
        return 1
    from commands import cli

    return cli.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
