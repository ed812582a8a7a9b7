"""From stints to stays and populations after reading, beside the usual script with pandas.

    python benchmarks/custody.py [--rows N]     invented stints (default 2,600,000); needs 7 GiB of memory for pandas

Ours makes paths, stays and movements of both scopes and conventions and writes them, sorted. The script with pandas
groups rows to stays, computes the columns of the path, and expands stints to the days of each person, of which each
counts once: the usual way to populations. It makes all four, without criminality and without the overlaps and faults
of each stay, and writes nothing. Both start with the rows in Parquet and read only the columns that they use.

The plain script is what is written first: groupby(...).apply with a walk through the rows of each stay, which leaves
out repeated rows, ends open stints, measures gaps and overlaps, and collects the days of each person. It runs over one
person in `--sample`; its time without reading is multiplied by all stints over those of the sample, since it takes
groups one by one.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import duckdb
from measure import table, timed

OURS = """
import time
from pathlib import Path
from sojourn.reading.limits import Job, Limits, run_all
from sojourn.record.custody import DeriveJob, derive
if __name__ == '__main__':
    import shutil
    target = Path({target!r})
    shutil.rmtree(target, ignore_errors=True)
    limits = Limits.from_environment()
    start = time.perf_counter()
    [(_, report)] = run_all([Job(derive, (DeriveJob([Path(one) for one in {parts!r}], target, limits),), 'x')], limits, 1)
    assert report.tables, report
    print(time.perf_counter() - start)
"""

GRID = """
import time, duckdb
engine = duckdb.connect(config={{'threads': 2}})
engine.execute('SET enable_progress_bar = false')
start = time.perf_counter()
engine.execute('''CREATE TABLE grid AS
    WITH moves AS (
        SELECT date, facility_code, citizenship, sex, sum(came - gone) AS change FROM '{target}/detention_movements.parquet'
        WHERE scope = 'facility' AND convention = 'midnight' GROUP BY ALL)
    SELECT facility_code, citizenship, sex, date, sum(change) OVER (
        PARTITION BY facility_code, citizenship, sex ORDER BY date) AS held FROM moves''')
engine.execute('''CREATE TABLE daily AS
    SELECT facility_code, citizenship, sex, CAST(day AS DATE) AS day, held FROM (
        SELECT *, lead(date, 1, DATE '2026-03-11') OVER (PARTITION BY facility_code, citizenship, sex ORDER BY date) AS next
        FROM grid) AS spans, unnest(generate_series(date, next - 1, INTERVAL 1 DAY)) AS days(day) WHERE held > 0''')
print(time.perf_counter() - start)
"""

PANDAS = """
import time, duckdb, numpy as np, pandas as pd
engine = duckdb.connect(config={{'threads': 2}})
engine.execute('SET enable_progress_bar = false')
start = time.perf_counter()
names = ['person_key', 'stay_book_in', 'book_in', 'book_out', 'stay_book_out', 'facility_code', 'release_reason',
         'stay_release_reason', 'citizenship', 'sex', 'criminality', 'birth_year', 'entry_date', 'case_status']
df = engine.execute(f"SELECT {{', '.join(names)}} FROM read_parquet({parts!r})").df()
missing = df['person_key'].isna()
df.loc[missing, 'person_key'] = 'row ' + df.index[missing].astype(str)
for name in ('facility_code', 'citizenship', 'sex', 'criminality', 'release_reason', 'stay_release_reason'):
    df[name] = df[name].astype('category')
df = df[~df.duplicated() | missing]
end = df['book_in'].max().normalize() + pd.Timedelta(days=1)
df = df.sort_values(['person_key', 'stay_book_in', 'book_in', 'book_out', 'facility_code'])
df = df[~df.duplicated(['person_key', 'stay_book_in', 'facility_code', 'book_in'])]
key = ['person_key', 'stay_book_in']
df['stay'] = df.groupby(key, sort=False).ngroup()
group = df.groupby('stay', sort=False)
df['stint_number'] = group.cumcount() + 1
df['until'] = df['book_out'].fillna(df['stay_book_out']).fillna(group['book_in'].shift(-1))
df['ends'] = df['until'].fillna(end)
df['before'] = df['ends'].astype('int64').groupby(df['stay']).cummax().groupby(df['stay']).shift()
df['gap'] = df['book_in'].astype('int64') - df['before']
df['place_before'] = group['facility_code'].shift()
df['moved'] = df['place_before'].notna() & (df['facility_code'].astype(str) != df['place_before'].astype(str))
df['rebook'] = ~df['moved'] & df['place_before'].notna()
df['hours'] = (df['ends'] - df['book_in']).dt.total_seconds() / 3600
group = df.groupby('stay', sort=False)
stays = group.agg(
    entered=('stay_book_in', 'first'), ended=('stay_book_out', 'max'), first_in=('book_in', 'min'),
    last_out=('book_out', 'max'), stints=('stint_number', 'max'), transfers=('moved', 'sum'),
    first_facility=('facility_code', 'first'), last_facility=('facility_code', 'last'),
    reason=('stay_release_reason', 'last'), citizenship=('citizenship', 'last'), sex=('sex', 'last'),
    criminality=('criminality', 'last'), birth_year=('birth_year', 'last'))
spent = df.groupby(['stay', 'facility_code'], observed=True)['hours'].sum().reset_index()
stays['longest'] = spent.sort_values('hours').groupby('stay')['facility_code'].last()
print('stays', time.perf_counter() - start)
first = df['book_in'].to_numpy().astype('datetime64[D]').astype('int64')
last = df['ends'].to_numpy().astype('datetime64[D]').astype('int64')
person = pd.factorize(df['person_key'])[0]
codes = {{name: df[name].cat.codes.to_numpy() for name in ('facility_code', 'citizenship', 'sex')}}
for further in (0, 1):
    number = np.maximum(last - first + further, 0)
    row = np.repeat(np.arange(len(df)), number)
    day = np.arange(len(row)) - np.repeat(np.cumsum(number) - number, number) + np.repeat(first, number)
    days = pd.DataFrame({{'person': person[row], 'day': day, **{{name: code[row] for name, code in codes.items()}}}})
    for scope in (['facility_code'], []):
        held = days.drop_duplicates(['person', 'day', *scope]).groupby(['day', 'citizenship', 'sex', *scope]).size()
print(time.perf_counter() - start)
"""

PLAIN = """
import time, duckdb, pandas as pd
from collections import Counter, defaultdict
engine = duckdb.connect(config={{'threads': 2}})
engine.execute('SET enable_progress_bar = false')
names = ['person_key', 'stay_book_in', 'book_in', 'book_out', 'stay_book_out', 'facility_code', 'release_reason',
         'stay_release_reason', 'citizenship', 'sex', 'criminality', 'birth_year']
df = engine.execute(f"SELECT {{', '.join(names)}} FROM read_parquet({parts!r}) "
                    "WHERE person_key IS NOT NULL AND hash(person_key) % {sample} = 0").df()
start = time.perf_counter()
end = df['book_in'].max().normalize() + pd.Timedelta(days=1)
spans = defaultdict(list)
df = df.drop_duplicates().sort_values(['person_key', 'stay_book_in', 'book_in', 'book_out', 'facility_code'])
def stay(rows):
    kept = {{}}
    for row in rows.itertuples():
        same = kept.get((row.facility_code, row.book_in))
        if same is None or pd.isna(same.book_out) or (not pd.isna(row.book_out) and row.book_out > same.book_out):
            kept[row.facility_code, row.book_in] = row
    path = list(kept.values())
    furthest, before, transfers, rebooks, overlap, spent = None, None, 0, 0, pd.Timedelta(0), Counter()
    for number, row in enumerate(path):
        following = [one.book_in for one in path[number + 1:] if one.book_in > row.book_in]
        ends = row.book_out
        if pd.isna(ends):
            ends = min([one for one in [row.stay_book_out, *following[:1]] if not pd.isna(one)], default=end)
        if ends < row.book_in:
            continue
        if furthest is not None:
            if row.facility_code != before:
                transfers += 1
            elif row.book_in - furthest <= pd.Timedelta(hours=24):
                rebooks += 1
            if row.book_in < furthest:
                overlap += min(ends, furthest) - row.book_in
        spent[row.facility_code] += (ends - row.book_in).total_seconds()
        spans[row.person_key].append((row.book_in.toordinal(), ends.toordinal(), row.facility_code, row.citizenship, row.sex))
        furthest, before = ends if furthest is None else max(furthest, ends), row.facility_code
    last = path[-1]
    return pd.Series({{
        'entered': last.stay_book_in, 'ended': last.stay_book_out, 'first_in': path[0].book_in, 'last_out': furthest,
        'stints': len(path), 'duplicates': len(rows) - len(path), 'transfers': transfers, 'rebooks': rebooks,
        'overlap': overlap, 'first_facility': path[0].facility_code, 'last_facility': last.facility_code,
        'longest': max(spent, key=spent.get) if spent else None, 'reason': last.stay_release_reason,
        'citizenship': last.citizenship, 'sex': last.sex, 'criminality': last.criminality, 'birth_year': last.birth_year}})
stays = df.groupby(['person_key', 'stay_book_in'], sort=False)[names].apply(stay)
held = Counter()
for person, own in spans.items():
    for further in (0, 1):
        days = {{(day, place): who for first, last, place, *who in own for day in range(first, last + further)}}
        for (day, place), who in days.items():
            held[further, 'facility', day, place, *who] += 1
        for day, who in {{day: who for (day, _), who in days.items()}}.items():
            held[further, 'country', day, *who] += 1
print(time.perf_counter() - start)
"""

COUNT = "SELECT count(*), count(*) FILTER (WHERE person_key IS NOT NULL AND hash(person_key) % {sample} = 0) FROM read_parquet({parts!r})"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=2_600_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--pandas-runs", type=int, default=1)
    parser.add_argument("--sample", type=int, default=50)
    arguments = parser.parse_args()
    from stints import write  # noqa: PLC0415 - after the arguments, so that --help is quick

    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        parts = [str(path) for path in write(scratch / "parts", arguments.rows)]
        target = str(scratch / "derived")
        ours = timed(OURS.format(target=target, parts=parts), arguments.runs)
        grid = timed(GRID.format(target=target), arguments.runs)
        usual = timed(PANDAS.format(parts=parts), arguments.pandas_runs)
        plain = timed(PLAIN.format(parts=parts, sample=arguments.sample), arguments.pandas_runs)
        every, few = duckdb.execute(COUNT.format(parts=parts, sample=arguments.sample)).fetchall()[0]
    scaled = plain.seconds * every / few
    lines = [
        ["path, stays, movements", f"{ours.seconds:.1f}", f"{ours.peak_mib:,.0f}", "60 s, 3,072 MiB"],
        ["each day's people by facility, citizenship, sex", f"{grid.seconds:.1f}", f"{grid.peak_mib:,.0f}", ""],
        ["the vectorised script with pandas", f"{usual.seconds:.1f}", f"{usual.peak_mib:,.0f}", ""],
        [f"the plain script with pandas, {few:,} of the stints", f"{plain.seconds:.1f}", f"{plain.peak_mib:,.0f}", ""],
        ["the plain script, scaled to all stints", f"{scaled:,.0f}", "", ""],
        ["vectorised pandas to ours", f"{usual.seconds / ours.seconds:.1f}", "", ""],
        ["plain pandas, scaled, to ours", f"{scaled / ours.seconds:.0f}", "", "20"],
    ]
    table(f"{arguments.rows:,} stints", ("", "seconds", "MiB", "aim"), lines)


if __name__ == "__main__":
    main()
