"""What a pipeline without mistakes would say of an annotated article."""

from typing import Any


def perfect_report(gold: dict[str, Any]) -> dict[str, Any]:
    """Turn gold into the report that deserves full marks: a claim for each span of evidence."""
    claims = [
        {"id": f"{record['id']}-{number}", **span}
        for key in ("movements", "events")
        for record in gold[key]
        for number, span in enumerate(record["evidence"])
    ]
    told_of = {
        key: [
            {
                **record,
                "claims": [claim["id"] for claim in claims if claim["id"].startswith(f"{record['id']}-")],
            }
            for record in gold[key]
        ]
        for key in ("movements", "events")
    }
    mentions = [{**item, "mapped": item["map"]} for item in gold["mentions"]]
    return {"document": {"id": gold["id"]}, "places": gold["places"], "mentions": mentions, "claims": claims, **told_of}
