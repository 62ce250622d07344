"""The category tree, read whole: it is small and every page shows some of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import NotFound
from emporium.i18n import _
from emporium.services.catalogue.pictures import NO_IMAGE, ImageRef, image_refs
from models.catalogue import Category


@dataclass(slots=True)
class CategoryNode:
    """A category with its children and the way to it."""

    id: UUID
    slug: str
    name: str
    description: str
    image: ImageRef
    children: list[CategoryNode] = field(default_factory=list)
    trail: list[tuple[str, str]] = field(default_factory=list)
    """Slug and name of every category above."""

    def ids(self) -> list[UUID]:
        """This category and everything below it."""
        return [self.id, *(deeper for child in self.children for deeper in child.ids())]


def category_tree(session: Session) -> list[CategoryNode]:
    """The top categories in order, each with its children. Two queries."""
    rows = session.exec(select(Category).order_by(col(Category.position), col(Category.name))).all()
    images = image_refs(session, media_ids=[row.image_id for row in rows])
    nodes = {
        row.id: CategoryNode(
            row.id,
            row.slug,
            row.name,
            row.description,
            images.get(row.image_id, NO_IMAGE) if row.image_id else NO_IMAGE,
        )
        for row in rows
    }
    roots: list[CategoryNode] = []
    for row in rows:
        (nodes[row.parent_id].children if row.parent_id else roots).append(nodes[row.id])
    for root in roots:
        _mark_trail(root, [])
    return roots


def category_lines(session: Session) -> dict[UUID, frozenset[UUID]]:
    """Every category with itself and all that are above it. One query."""
    parents = dict(session.exec(select(Category.id, Category.parent_id)).all())
    lines: dict[UUID, frozenset[UUID]] = {}
    for start in parents:
        line: list[UUID] = []
        at: UUID | None = start
        while at is not None and at not in line:
            line.append(at)
            at = parents[at]
        lines[start] = frozenset(line)
    return lines


def _mark_trail(node: CategoryNode, trail: list[tuple[str, str]]) -> None:
    node.trail = trail
    for child in node.children:
        _mark_trail(child, [*trail, (node.slug, node.name)])


def _walk(nodes: list[CategoryNode]) -> list[CategoryNode]:
    return [found for node in nodes for found in (node, *_walk(node.children))]


def category_by_slug(session: Session, *, slug: str) -> CategoryNode:
    """One category with what is below it. Raises NotFound."""
    for node in _walk(category_tree(session)):
        if node.slug == slug:
            return node
    raise NotFound(_("There is no such category."))


def category_by_id(session: Session, *, category_id: UUID | None) -> CategoryNode | None:
    """One category, or None."""
    return next((node for node in _walk(category_tree(session)) if node.id == category_id), None)
