"""The commands to begin with: demo, new, doctor."""

from __future__ import annotations

from pathlib import Path

import click

from xlperf.cli.chinese import ChineseCommand
from xlperf.cli.work import finish, json_option


@click.command(cls=ChineseCommand)
@click.argument("folder", metavar="[文件夹]", type=click.Path(path_type=Path), default=None, required=False)
@click.option("--year", "whole_year", is_flag=True, help="改做示例年度：十二个月的预算执行情况表，逐月刷新一遍")
@click.option("--projects", "of_projects", is_flag=True, help="改做示例项目：六个项目的自评表和项目支出绩效自评报告")
@click.option(
    "--scheme", metavar="NAME", default="gd-district-2023", help="哪个指标体系的示例；不写则为 gd-district-2023"
)
@json_option
def demo(folder: Path | None, scheme: str, *, whole_year: bool, of_projects: bool, as_json: bool) -> int:
    """做一个示例单位（2023年度，自带的指标体系各有一个），并走完从决算表到自评报告的全程。

    示例：
      xlperf demo
      xlperf demo 试一试
      xlperf demo --scheme national-frame-2013
      xlperf demo --year
      xlperf demo --projects
    """
    from xlperf import pipeline
    from xlperf.cli.monthly import replay
    from xlperf.cli.progress import step
    from xlperf.examples import EXAMPLE_YEAR, example_of, make_example

    if whole_year:
        target = folder or Path(EXAMPLE_YEAR)
        make_example(target, EXAMPLE_YEAR)
        return replay(target, as_json=as_json)
    if of_projects:
        from xlperf.cli import projects
        from xlperf.examples import PROJECTS_EXAMPLE
        from xlperf.projects.running import do_projects

        target = folder or Path("示例项目")
        make_example(target, PROJECTS_EXAMPLE)
        return projects.finish(do_projects(target), as_json=as_json)
    target = folder or Path("示例单位")
    make_example(target, example_of(scheme))
    return finish(pipeline.run(target, step=step), as_json=as_json)


@click.command(cls=ChineseCommand)
@click.argument("folder", metavar="单位文件夹", type=click.Path(path_type=Path))
@click.option("--name", metavar="NAME", default="", help="单位名称；不写则用文件夹的名称")
@click.option("--year", metavar="YEAR", type=int, default=None, help="年度；不写则为上一年")
@click.option("--scheme", metavar="NAME", default="gd-district-2023", help="指标体系；不写则为 gd-district-2023")
def new(folder: Path, name: str, year: int | None, scheme: str) -> int:
    """新建一个单位文件夹：数据、佐证材料、模板三个子文件夹，空白填报表和空白评分表。

    示例：
      xlperf new 我的单位 --name 某某区某某局 --year 2023
    """
    from xlperf.examples import make_unit

    made = make_unit(folder, name=name or folder.resolve().name, year=year, scheme=scheme)
    click.echo(f"已建好“{folder}”：")
    for path in made:
        click.echo(f"  {path.relative_to(folder.resolve()).as_posix()}")
    click.echo(f"把决算报表放进 {folder}/数据，填好 {folder}/填报表.xlsx，然后运行：xlperf run {folder}")
    return 0


@click.command(cls=ChineseCommand)
def doctor() -> int:
    """检查这台电脑：Python 和各个包的版本，有没有 Excel、WPS、LibreOffice，文件夹能不能写。

    示例：
      xlperf doctor
    """
    from xlperf.cli.screen import table
    from xlperf.doctor import examine

    rows = examine()
    for line in table([("项目", "情况", "怎么办"), *((r.subject, r.state, r.advice) for r in rows)]):
        click.echo(line)
    return int(any(not row.well for row in rows))
