"""Click with Chinese help and Chinese messages for wrong usage (用法)."""

from __future__ import annotations

from inspect import cleandoc
from typing import TYPE_CHECKING, Any

import click

from xlperf.cli.screen import COLUMNS, pad, width, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence


class ChineseHelp(click.Command):
    """A command whose help is Chinese from the first to the last word."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - click's own
        kwargs.setdefault("options_metavar", "[选项]")
        context = kwargs.setdefault("context_settings", {})
        context.setdefault("help_option_names", ["-h", "--help"])
        super().__init__(*args, **kwargs)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Give the help option, with its help in Chinese."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示帮助"
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the line of usage."""
        formatter.write(f"用法：{ctx.command_path} {' '.join(self.collect_usage_pieces(ctx))}\n")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help sentence and the examples as they stand in the docstring."""
        del ctx
        lines = [piece for line in cleandoc(self.help or "").splitlines() for piece in wrap(line, COLUMNS - 2)]
        formatter.write("\n" + "\n".join(f"  {line}".rstrip() for line in lines) + "\n")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of options, and of commands for a group."""
        options = (p for p in self.get_params(ctx) if isinstance(p, click.Option))
        records = [record for option in options if (record := option.get_help_record(ctx)) is not None]
        write_list(formatter, "选项", records)
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)


class ChineseCommand(ChineseHelp):
    """A single command."""


class ChineseGroup(ChineseHelp, click.Group):
    """A command with commands below it."""

    command_class = ChineseCommand
    group_class = type

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - click's own
        kwargs.setdefault("subcommand_metavar", "命令 [参数]…")
        super().__init__(*args, **kwargs)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands with their first sentences."""
        commands = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        write_list(formatter, "命令", [(name, c.get_short_help_str(200)) for name, c in commands if c and not c.hidden])

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List commands in the order in which they were added: the order of the work."""
        del ctx
        return list(self.commands)


def write_list(formatter: click.HelpFormatter, title: str, records: Sequence[tuple[str, str]]) -> None:
    """Write names and explanations in two columns."""
    if not records:
        return
    column = max(width(name) for name, _ in records) + 2
    formatter.write(f"\n{title}：\n")
    for name, words in records:
        first, *rest = wrap(words, COLUMNS - column - 2)
        formatter.write(f"  {pad(name, column)}{first}\n")
        for line in rest:
            formatter.write(f"  {' ' * column}{line}\n")


def usage_message(fault: click.UsageError) -> str:
    """Say in one Chinese sentence what was wrong with the call and how to see its help."""
    path = fault.ctx.command_path if fault.ctx else "xlperf"
    return f"{_what(fault)}（用 {path} -h 看用法）"


def _what(fault: click.UsageError) -> str:
    words = fault.message
    match fault:
        case click.NoSuchOption():
            words = f"没有“{fault.option_name}”这个选项{_meant(fault.possibilities)}。"
        case click.exceptions.NoSuchCommand():
            words = f"没有“{fault.command_name}”这个命令{_meant(fault.possibilities)}。"
        case click.MissingParameter():
            words = f"缺少“{_parameter_name(fault)}”。"
        case click.BadParameter():
            words = f"“{_parameter_name(fault)}”的值不对：{_value_words(fault)}。"
        case click.BadOptionUsage():
            words = f"选项“{fault.option_name}”后面缺少值，或者不该带值。"
        case _ if "unexpected extra argument" in words:
            words = f"多出了参数：{words.partition('(')[2].rstrip(')')}。"
        case _ if "Missing command" in words:
            words = "缺少命令。"
    return words


def _parameter_name(fault: click.BadParameter) -> str:
    if fault.param is None or fault.ctx is None:
        return str(fault.param_hint or "")
    if isinstance(fault.param, click.Option):
        return fault.param.opts[-1]
    return fault.param.make_metavar(fault.ctx).strip("[]")


def _meant(possibilities: Sequence[str] | None) -> str:
    return f"，是不是“{'”“'.join(sorted(possibilities))}”" if possibilities else ""


def _value_words(fault: click.BadParameter) -> str:
    kind = fault.param.type if fault.param else None
    if isinstance(kind, click.Choice):
        return f"可用的有 {'、'.join(map(str, kind.choices))}"
    if isinstance(kind, click.types.IntParamType | click.types.FloatParamType):
        return "应当是数字"
    if isinstance(kind, click.Path):
        return "路径不存在，或不能读"
    return fault.message
