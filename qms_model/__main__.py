"""`python -m qms_model`: the command line of the contract.

Exit codes: 0 done, 1 refused, 2 wrong usage, 3 the input has errors.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from qms_model.worker import start_early

if __name__ == "__main__":
    gc.disable()  # what is being loaded stays: it need not be searched for garbage, now or at the end
    if "brief" in sys.argv:
        # The second maker of a pack takes as long to load its libraries as this process does: both at once.
        start_early("qms_model.briefing.formats")

import typer

from qms_model.cli import briefing, reading, recording
from qms_model.cli.output import Format
from qms_model.cli.session import open_session
from qms_model.config import ConfigError, read_config
from qms_model.i18n import LANGUAGES, message
from qms_model.intake.problems import RegistryError
from qms_model.refusal import Refused

REFUSED, INPUT_ERRORS = 1, 3

# These may stand before or after the command.
GLOBAL_OPTIONS = ("--database", "--config", "--format", "--lang")

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
app.add_typer(reading.commands)
app.add_typer(recording.commands)
app.add_typer(briefing.commands)


@app.callback()
def start(
    context: typer.Context,
    database: Annotated[str | None, typer.Option(help="URL, such as sqlite:///data/registry.sqlite")] = None,
    config: Annotated[Path | None, typer.Option(help="another config.yaml")] = None,
    form: Annotated[Format, typer.Option("--format", help="how the answer is written")] = Format.TABLE,
    lang: Annotated[str | None, typer.Option(help="language of messages: vi, en")] = None,
) -> None:
    """Monitoring the rollout of TCVN ISO 9001 in the agencies of a province."""
    context.obj = open_session(database, config, form, lang)
    context.call_on_close(context.obj.close)


def main(arguments: Sequence[str]) -> int:
    """Run one command; its exit code. Faults are sentences on standard error."""
    language = _language(arguments)
    try:
        return app(_globals_first(arguments), standalone_mode=False) or 0
    except typer.TyperException as wrong:  # of Typer's own copy of Click
        print(wrong.format_message(), file=sys.stderr)
        return wrong.exit_code
    except typer.Abort:
        return REFUSED
    except ConfigError as broken:
        print(broken.problem.text(language), file=sys.stderr)
    except Refused as refused:
        print(refused.reason.text(language), file=sys.stderr)
    except OSError as fault:  # a file to be written
        sentence = message("{file} cannot be written: {why}.", file=fault.filename, why=fault.strerror)
        print(sentence.text(language), file=sys.stderr)
    except RegistryError as wrong_input:
        print("\n".join(problem.line(language) for problem in wrong_input.problems), file=sys.stderr)
        return INPUT_ERRORS
    return REFUSED


def _globals_first(arguments: Sequence[str]) -> list[str]:
    """The global options moved before the command, wherever they stand."""
    first, rest = [], []
    remaining = iter(arguments)
    for argument in remaining:
        if argument in GLOBAL_OPTIONS:
            first += [argument, *([value] if (value := next(remaining, None)) is not None else [])]
        elif argument.startswith(tuple(f"{option}=" for option in GLOBAL_OPTIONS)):
            first.append(argument)
        else:
            rest.append(argument)
    return first + rest


def _language(arguments: Sequence[str]) -> str:
    """The language of messages, known before anything else is read."""
    asked = _value(arguments, "--lang")
    if asked in LANGUAGES:
        return asked
    try:
        said = _value(arguments, "--config")
        return read_config(Path(said) if said else None).language
    except ConfigError:
        return LANGUAGES[0]


def _value(arguments: Sequence[str], option: str) -> str | None:
    """What is said of a global option, if anything."""
    following = [*arguments[1:], ""][: len(arguments)]
    for argument, value in zip(arguments, following, strict=True):
        if argument == option:
            return value
        if argument.startswith(f"{option}="):
            return argument.partition("=")[2]
    return None


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    gc.freeze()
    gc.enable()
    sys.exit(main(sys.argv[1:]))
