"""`/product/<tenant>/products/recalculate`: jobs that go through trees of products."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from flask import Blueprint
from pydantic import Field

from api.auth import shop
from api.body import Input
from api.catalog.entering import guarded
from api.catalog.envelope import answer
from api.catalog.field_kinds import Named
from api.catalog.product_fields import SAMPLE
from api.catalog.product_shapes import moment
from api.operation import Answer, Output
from models.recalculation import Recalculation
from usecases.catalog import recalculating
from usecases.catalog.recalculating import NoRecalculation
from usecases.catalog.scopes import MANAGE

routes = Blueprint("recalculations", __name__)
JOB_ID = "7c9e6679f5424de9944be07fc1f90ae7"
# So many jobs are told at once, the newest.
MOST_TOLD = 1_000
Status = Literal["PENDING", "PROCESSING", "FINISHED", "FAILED", "FAILED_PERMANENT"]


class WantedTrees(Input):
    """Which trees."""

    productIds: Annotated[list[Named], Field(min_length=1, max_length=1_000)] = Field(
        description="Ids of products at any level of their trees.", examples=[[SAMPLE]]
    )


class JobsQuery(Input):
    """Which jobs."""

    status: Status | None = Field(None, description="All unless sent.", examples=["FINISHED"])


class Job(Output):
    """A job; `error` says why it failed."""

    id: str = Field(examples=[JOB_ID])
    parentRoot: str = Field(description="The root of the tree.", examples=[SAMPLE])
    requestedByIds: list[str] = Field(examples=[[SAMPLE]])
    status: Status
    createdAt: str = Field(examples=["2026-06-15T12:00:00.000Z"])
    processingStartedAt: str | None = Field(examples=["2026-06-15T12:00:01.000Z"])
    finishedAt: str | None = Field(examples=["2026-06-15T12:00:02.000Z"])
    error: str | None = Field(examples=[None])
    attempts: int = Field(examples=[1])


class Begun(Output):
    """A job for each root; ids that led to none, or to a root whose job is not done yet."""

    jobs: list[Job]
    skippedProductIds: list[str] = Field(examples=[[]])


@routes.post("")
@guarded(
    "Recalculate trees of products",
    scope=MANAGE,
    body=WantedTrees,
    answer=Begun,
    status=202,
)
def create(body: WantedTrees) -> Answer:
    """Go through the trees that products stand in, after many of these were loaded."""
    jobs, skipped = recalculating.begin(shop(), body.productIds)
    return answer({"jobs": [as_job(each) for each in jobs], "skippedProductIds": skipped}, 202)


@routes.get("/jobs")
@guarded("List recalculations", scope=MANAGE, query=JobsQuery, answer=list[Job])
def index(query: JobsQuery) -> Answer:
    """List jobs, the newest first, at most 1,000; 30 days after its end a job is gone."""
    found = recalculating.listed(shop(), query.status and query.status.lower())
    return answer([as_job(each) for each in found.part(1, MOST_TOLD)])


@routes.get("/jobs/<job_id>")
@guarded("Get a recalculation", scope=MANAGE, answer=Job, errors=(NoRecalculation,))
def show(job_id: str) -> Answer:
    """Show a job."""
    return answer(as_job(recalculating.find(shop(), job_id)))


def as_job(job: Recalculation) -> dict[str, Any]:
    """Spell a job."""
    return {
        "id": job.uid,
        "parentRoot": job.root,
        "requestedByIds": job.requested,
        "status": job.status.upper(),
        "createdAt": moment(job.created_at),
        "processingStartedAt": job.started_at and moment(job.started_at),
        "finishedAt": job.finished_at and moment(job.finished_at),
        "error": job.error,
        "attempts": job.attempts,
    }
