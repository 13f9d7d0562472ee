"""Figures as a table: medians over the rounds, ratios with their spread."""
from statistics import median

COLUMNS = ("CPU us", "req/s", "CPU: / ours", "CPU: / ours, stdlib json", "time: / ours")


def table(figures):
    """`figures`: {job: {name: [(microseconds of CPU, requests per second) of each round]}}."""
    lines = [f"{'':42}" + "".join(f"{column:>26}" for column in COLUMNS)]
    for job, by_name in figures.items():
        lines.append(job)
        lines += [f"  {name:40}" + "".join(f"{cell:>26}" for cell in cells(rounds, by_name)) for name, rounds in by_name.items()]
    return "\n".join(lines)


def cells(rounds, by_name):
    """One application's row of one job."""
    yield f"{median(cpu for cpu, _ in rounds):.0f}"
    yield f"{median(rate for _, rate in rounds):.0f}"
    for base in ("ours", "ours, stdlib json"):
        yield spread([mine / its for (mine, _), (its, _) in zip(rounds, by_name[base])])
    yield spread([its / mine for (_, mine), (_, its) in zip(rounds, by_name["ours"])])


def spread(ratios):
    return f"{median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f})"
