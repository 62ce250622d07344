"""Collections: products put together by hand, or by a rule that is kept true (F021)."""

from emporium.services.catalogue.collections.filling import (
    Preview,
    fill_collection,
    fill_for_products,
    preview,
    recount_collections,
    rule_collections,
)
from emporium.services.catalogue.collections.picking import (
    Member,
    add_product,
    members,
    move_product,
    remove_product,
)
from emporium.services.catalogue.collections.reading import (
    CollectionRow,
    CollectionView,
    admin_collection,
    admin_collections,
    collection_by_slug,
    published_collections,
)
from emporium.services.catalogue.collections.rules import (
    MOST_CONDITIONS,
    Condition,
    ConditionKind,
    Rule,
    read_rule,
    rule_as_kept,
)
from emporium.services.catalogue.collections.writing import (
    create_collection,
    delete_collection,
    describe_collection,
    move_collection,
    set_published,
    set_rule,
)

__all__ = [
    "MOST_CONDITIONS",
    "CollectionRow",
    "CollectionView",
    "Condition",
    "ConditionKind",
    "Member",
    "Preview",
    "Rule",
    "add_product",
    "admin_collection",
    "admin_collections",
    "collection_by_slug",
    "create_collection",
    "delete_collection",
    "describe_collection",
    "fill_collection",
    "fill_for_products",
    "members",
    "move_collection",
    "move_product",
    "preview",
    "published_collections",
    "read_rule",
    "recount_collections",
    "remove_product",
    "rule_as_kept",
    "rule_collections",
    "set_published",
    "set_rule",
]
