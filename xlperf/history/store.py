"""The history database (.xlperf/history.db): SQLite, versioned, torn files set aside, one writer at a time."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
import zlib
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Self

from xlperf.errors import UnusableInput, reason_of
from xlperf.history.lock import FolderLock
from xlperf.history.snapshot import KeptCell, KeptChange, KeptFigure, KeptFinding, KeptScore, Snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DATABASE: Final = "history.db"
VERSION: Final = 2
_MIGRATIONS: Final = (
    """
    CREATE TABLE refresh (
        id INTEGER PRIMARY KEY, period TEXT NOT NULL, taken_at TEXT NOT NULL, program TEXT NOT NULL,
        scheme TEXT NOT NULL, scheme_hash TEXT NOT NULL, total TEXT
    );
    CREATE INDEX refresh_period ON refresh (period, id);
    CREATE TABLE input (refresh INTEGER NOT NULL REFERENCES refresh ON DELETE CASCADE, file TEXT, sha256 TEXT);
    CREATE TABLE figure (
        refresh INTEGER NOT NULL REFERENCES refresh ON DELETE CASCADE,
        key TEXT, value TEXT, unit TEXT, period TEXT, file TEXT, sheet TEXT, cell TEXT
    );
    CREATE TABLE score (
        refresh INTEGER NOT NULL REFERENCES refresh ON DELETE CASCADE,
        id TEXT, name TEXT, value TEXT, score TEXT, "full" TEXT
    );
    CREATE TABLE cell (
        refresh INTEGER NOT NULL REFERENCES refresh ON DELETE CASCADE, file TEXT, sheet TEXT, cell TEXT, content TEXT
    );
    CREATE TABLE finding (
        refresh INTEGER NOT NULL REFERENCES refresh ON DELETE CASCADE,
        code TEXT, severity TEXT, message TEXT, fingerprint TEXT, explanation TEXT
    );
    CREATE TABLE change (
        refresh INTEGER NOT NULL REFERENCES refresh ON DELETE CASCADE, kind TEXT, what TEXT, before TEXT, after TEXT
    );
    CREATE TABLE output (refresh INTEGER NOT NULL REFERENCES refresh ON DELETE CASCADE, name TEXT, content BLOB);
    """,
    """
    ALTER TABLE cell ADD COLUMN key TEXT NOT NULL DEFAULT '';
    ALTER TABLE cell ADD COLUMN sha256 TEXT NOT NULL DEFAULT '';
    ALTER TABLE change ADD COLUMN subject TEXT NOT NULL DEFAULT '';
    ALTER TABLE change ADD COLUMN places TEXT NOT NULL DEFAULT '';
    ALTER TABLE finding ADD COLUMN place TEXT NOT NULL DEFAULT '';
    CREATE TABLE content (sha256 TEXT PRIMARY KEY, data BLOB NOT NULL);
    CREATE TABLE result (refresh INTEGER NOT NULL REFERENCES refresh ON DELETE CASCADE, name TEXT, sha256 TEXT);
    """,
)
"""One script for each version of the schema; a database of an older version runs those that it lacks."""


class History:
    """All refreshes of one unit folder; use it in a with statement."""

    def __init__(self, folder: Path) -> None:
        """Name the folder .xlperf/ of the unit; nothing is opened yet."""
        self.folder = folder
        self.path = folder / DATABASE
        self.set_aside: Path | None = None
        """Where a torn database was moved to, if there was one."""
        self._lock = FolderLock(folder)
        self._connection: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
        except OSError as fault:
            raise UnusableInput(
                f"文件夹“{self.folder.parent.name}”里不能写文件（{reason_of(fault)}）。"
                "请把它复制到能写的地方（例如“文档”）再运行；只想看结果，用 xlperf check。"
            ) from None
        try:
            self._connection = self._opened()
        except BaseException:
            self._lock.release()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self._lock.release()

    def save(self, snapshot: Snapshot) -> int:
        """Add a refresh, whole or not at all, and give its number."""
        with self._open as database:
            row = database.execute(
                "INSERT INTO refresh (period, taken_at, program, scheme, scheme_hash, total) VALUES (?,?,?,?,?,?)",
                (
                    snapshot.period,
                    snapshot.taken_at,
                    snapshot.program,
                    snapshot.scheme,
                    snapshot.scheme_hash,
                    _text(snapshot.total),
                ),
            )
            number = row.lastrowid or 0
            for table, rows in _rows(snapshot):
                if rows:
                    marks = ",".join("?" * (len(rows[0]) + 1))
                    database.executemany(f"INSERT INTO {table} VALUES ({marks})", [(number, *r) for r in rows])  # noqa: S608 - ours
            for name, data in snapshot.outputs.items():
                sha256 = hashlib.sha256(data).hexdigest()
                database.execute("INSERT OR IGNORE INTO content VALUES (?, ?)", (sha256, zlib.compress(data, 1)))
                database.execute(
                    "DELETE FROM result WHERE name = ? AND refresh IN (SELECT id FROM refresh WHERE period = ?)",
                    (name, snapshot.period),
                )
                database.execute("INSERT INTO result VALUES (?, ?, ?)", (number, name, sha256))
            database.execute("DELETE FROM content WHERE sha256 NOT IN (SELECT sha256 FROM result)")
        return number

    def last(self, period: str | None = None) -> Snapshot | None:
        """Give the newest refresh, of one period or of any."""
        query = "SELECT max(id) FROM refresh WHERE ? IS NULL OR period = ?"
        (number,) = self._open.execute(query, (period, period)).fetchone()
        return self.load(number) if number else None

    def periods(self) -> tuple[str, ...]:
        """List the periods that were refreshed, oldest first."""
        return tuple(p for (p,) in self._open.execute("SELECT DISTINCT period FROM refresh ORDER BY period"))

    def refreshes(self) -> tuple[tuple[int, str, str, Decimal | None], ...]:
        """List number, period, time and total of every refresh, oldest first."""
        rows = self._open.execute("SELECT id, period, taken_at, total FROM refresh ORDER BY id")
        return tuple((number, period, time, _decimal(total)) for number, period, time, total in rows)

    def load(self, number: int) -> Snapshot:
        """Give one refresh, whole. Raises UnusableInput where there is none of that number."""
        row = self._open.execute(
            "SELECT period, taken_at, program, scheme, scheme_hash, total FROM refresh WHERE id = ?", (number,)
        ).fetchone()
        if row is None:
            raise UnusableInput(f"没有第 {number} 次刷新的记录。用 xlperf history 查看有哪些。")
        period, taken_at, program, scheme, scheme_hash, total = row
        return Snapshot(
            period,
            taken_at,
            program,
            scheme,
            scheme_hash,
            total=_decimal(total),
            inputs=dict(self._of("input", "file, sha256", number)),
            figures=tuple(
                KeptFigure(key, _decimal(value), *rest)
                for key, value, *rest in self._of("figure", "key, value, unit, period, file, sheet, cell", number)
            ),
            scores=tuple(
                KeptScore(i, name, _decimal(value), _decimal(score), Decimal(full))
                for i, name, value, score, full in self._of("score", 'id, name, value, score, "full"', number)
            ),
            cells=tuple(KeptCell(*r) for r in self._of("cell", "file, sheet, cell, content, key", number)),
            findings=tuple(
                KeptFinding(*r)
                for r in self._of("finding", "code, severity, message, fingerprint, explanation, place", number)
            ),
            changes=tuple(
                KeptChange(*r) for r in self._of("change", "kind, what, before, after, subject, places", number)
            ),
            outputs=self.outputs(number),
            id=number,
        )

    def outputs(self, number: int) -> dict[str, bytes]:
        """Give the results of a refresh by name."""
        rows = self._open.execute(
            "SELECT name, data FROM result JOIN content USING (sha256) WHERE refresh = ? ORDER BY result.rowid",
            (number,),
        )
        found = {name: zlib.decompress(data) for name, data in rows}
        return found or {n: zlib.decompress(data) for n, data in self._of("output", "name, content", number)}

    def written(self, file: str) -> tuple[KeptCell, ...]:
        """Give what was written last into a result, by whichever refresh that was."""
        columns = "file, sheet, cell, content, key"
        newest = "SELECT max(refresh) FROM cell WHERE file = ?"
        query = f"SELECT {columns} FROM cell WHERE file = ? AND refresh = ({newest}) ORDER BY rowid"  # noqa: S608 - ours
        return tuple(KeptCell(*row) for row in self._open.execute(query, (file, file)))

    def last_input(self, file: str) -> str:
        """Give the sha256 that an input had when it was last read; empty if it never was."""
        query = "SELECT sha256 FROM input WHERE file = ? ORDER BY refresh DESC LIMIT 1"
        return next((sha256 for (sha256,) in self._open.execute(query, (file,))), "")

    def last_output(self, name: str) -> bytes | None:
        """Give a result as it was written last."""
        query = (
            "SELECT data FROM result JOIN content USING (sha256) WHERE name = ? ORDER BY result.refresh DESC LIMIT 1"
        )
        return next((zlib.decompress(data) for (data,) in self._open.execute(query, (name,))), None)

    def outputs_of(self, period: str) -> dict[str, bytes]:
        """Give the newest of each result of a period."""
        query = (
            "SELECT name, data FROM result JOIN content USING (sha256) JOIN refresh ON refresh.id = result.refresh "
            "WHERE period = ? ORDER BY result.rowid"
        )
        return {name: zlib.decompress(data) for name, data in self._open.execute(query, (period,))}

    def before(self, period: str) -> Snapshot | None:
        """Give the newest refresh of the period that comes before another of the same kind: of 2024-05, 2024-04."""
        (earlier,) = self._open.execute(
            "SELECT max(period) FROM refresh WHERE period < ? AND length(period) = ?", (period, len(period))
        ).fetchone()
        return self.last(earlier) if earlier else None

    def _of(self, table: str, columns: str, number: int) -> Iterator[tuple[Any, ...]]:
        yield from self._open.execute(f"SELECT {columns} FROM {table} WHERE refresh = ? ORDER BY rowid", (number,))  # noqa: S608 - names are ours

    @property
    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            raise RuntimeError("open the history in a with statement")
        return self._connection

    def _opened(self) -> sqlite3.Connection:
        try:
            return self._connected()
        except sqlite3.DatabaseError:
            self.set_aside = self._move_aside()
            return self._connected()

    def _connected(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=10)
        try:
            _check(connection)
            connection.execute("PRAGMA foreign_keys = ON")
            with contextlib.suppress(sqlite3.OperationalError):
                connection.execute("PRAGMA journal_mode = WAL")
            _migrate(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _move_aside(self) -> Path:
        """Keep a torn database beside the new one, whatever number of them there are."""
        numbers = (n for n in range(1, 10_000))
        target = next(p for n in numbers if not (p := self.folder / f"history-损坏-{n}.db").exists())
        for suffix in ("-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        return self.path.replace(target)


def _check(connection: sqlite3.Connection) -> None:
    """Raise DatabaseError where the file is torn, UnusableInput where a newer program made it."""
    if connection.execute("PRAGMA quick_check").fetchone() != ("ok",):
        raise sqlite3.DatabaseError
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > VERSION:
        raise UnusableInput(f"{DATABASE} 是新版 xlperf 建的（版本 {version}），这一版读不了。请升级 xlperf 后再运行。")


def _migrate(connection: sqlite3.Connection) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    for number, script in enumerate(_MIGRATIONS[version:], start=version + 1):
        connection.executescript(f"BEGIN; {script} PRAGMA user_version = {number}; COMMIT;")


def _rows(snapshot: Snapshot) -> Iterator[tuple[str, list[tuple[object, ...]]]]:
    yield "input", list(snapshot.inputs.items())
    yield (
        "figure",
        [(f.key, _text(f.value), f.unit, f.period, f.file, f.sheet, f.cell) for f in snapshot.figures],
    )
    yield "score", [(s.id, s.name, _text(s.value), _text(s.score), str(s.full)) for s in snapshot.scores]
    yield "cell", [(c.file, c.sheet, c.cell, c.content, c.key, c.sha256) for c in snapshot.cells]
    yield (
        "finding",
        [(f.code, f.severity, f.message, f.fingerprint, f.explanation, f.place) for f in snapshot.findings],
    )
    yield "change", [(c.kind, c.what, c.before, c.after, c.subject, c.places) for c in snapshot.changes]


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
