"""python3 -m service: set up on the first run, then the command line, which serves unless told otherwise."""
import sys

from service._bootstrap import go_inside

if __name__ == "__main__":
    go_inside("service/requirements.lock", encoder=True)

    from service.cli import main

    sys.argv[1:] = sys.argv[1:] or ["serve"]
    sys.exit(main())
