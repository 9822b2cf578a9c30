"""Commands (命令行): parse, call, show."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit status; a mistake of the user never shows a traceback."""
    gc.set_threshold(50_000)  # a command lives a second or two: looking for garbage every 700 objects is time lost
    sys.exit(status(arguments))


def status(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status: 0 nothing wrong, 1 errors found, 2 unusable."""
    import click

    from xlperf.cli.chinese import usage_message
    from xlperf.cli.commands import xlperf
    from xlperf.errors import XlperfError, reason_of

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        return int(xlperf.main(arguments, prog_name="xlperf", standalone_mode=False) or 0)
    except click.UsageError as fault:
        click.echo(usage_message(fault), err=True)
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("已停止，没有写完的文件没有留下。", err=True)
        return 2
    except XlperfError as fault:
        click.echo(f"错误：{fault}", err=True)
        return fault.exit_code
    except OSError as fault:
        where = f"“{fault.filename}”" if fault.filename else "文件"
        click.echo(f"错误：读写{where}时停下了：{reason_of(fault)}。请检查磁盘空间和文件夹的权限，然后重试。", err=True)
        return XlperfError.exit_code
    except Exception as fault:  # noqa: BLE001 - an officer is never shown a traceback
        from xlperf.cli.unexpected import told

        click.echo(f"错误：{told(fault)}", err=True)
        return XlperfError.exit_code
