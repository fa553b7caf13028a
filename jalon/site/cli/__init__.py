"""The command `jalon`. A noun is a file here, read only when it is asked for."""

import os
import sys
from importlib import import_module
from keyword import iskeyword

import click

COMMANDS = {
    "serve": "serve",
    "worker": "worker",
    "demo": "demo",
    "doctor": "doctor",
    "migrate": "migrate",
    "verify": "verify",
    "backup": "backup",
    "restore": "backup",
    "state": "state",
    "return": "returns",
    "pack": "pack",
    "evidence": "evidence",
    "ledger": "ledger",
    "seal": "seal",
    "document": "document",
    "tranche": "tranche",
    "person": "person",
    "simulate": "simulate",
    "bench": "bench",
    "messages": "messages",
}
NEGATIVE = 1  # a command's "no"; click's own 2 is for a command that was typed wrong
INTERRUPTED = 130


class Nouns(click.Group):
    def list_commands(self, context):
        return list(COMMANDS)

    def get_command(self, context, name):
        if name not in COMMANDS:
            return None
        module = import_module(f"jalon.site.cli.{COMMANDS[name]}")
        return getattr(module, f"{name}_" if iskeyword(name) else name)

    def format_commands(self, context, formatter):
        """From the table below: help needs none of the commands' own imports."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, SENTENCES[name]) for name in COMMANDS])


SENTENCES = {
    "serve": "Serve the pages, on this machine.",
    "worker": "Do the long work that waits in the queue.",
    "demo": "Show the plan with a simulated life, in a data folder of its own.",
    "doctor": "Check the installation and say how to mend it.",
    "migrate": "Bring the database to this version of Jalon.",
    "verify": "Check the journal, the evidence, the documents and the segments.",
    "backup": "Write the whole installation into one file.",
    "restore": "Read such a file into an empty data folder.",
    "state": "Print where the plan stands.",
    "return": "List the returns of the centres.",
    "pack": "Check, load and export the folders that describe a plan.",
    "evidence": "Import and export what the centres did.",
    "seal": "List the sealed periods, and export the bundle of one.",
    "ledger": "Read the fund's books: balances, and a journal other programs read.",
    "document": "Check the documents this installation issued, and who signed them.",
    "tranche": "Say what a tranche of a contract comes to, and why.",
    "person": "Invite people, list them, close and open their accounts.",
    "simulate": "Make a plausible life of the centres, marked as simulated.",
    "bench": "Measure, side by side with other ways to do the same.",
    "messages": "Compile the translations.",
}


@click.group(cls=Nouns, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name=None, version="0.1.0", prog_name="jalon")
def jalon():
    """Runs the development plan of a network of industrial technical centres.

    Settings come from the environment: see docs/settings.md. Errors are sentences on the standard error;
    the exit code is 1 for a negative answer and 2 for a command that was typed wrong.
    """


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jalon.site.settings")
    try:
        sys.exit(jalon(prog_name="jalon", standalone_mode=False) or 0)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(INTERRUPTED)
    except BrokenPipeError:  # whoever read our output has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        from jalon.site.cli.session import sentence

        click.echo(sentence(error), err=True)
        sys.exit(NEGATIVE)
