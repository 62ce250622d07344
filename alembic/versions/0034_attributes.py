"""Attributes have a place, rules for their kinds, and choices several values; numbers can be compared.

Revision: 0034
After: 0033
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

CHECKS = {
    "code_shape": "code ~ '^[a-z][a-z0-9_]{0,39}$'",
    "name_length": "length(name) BETWEEN 1 AND 60",
    "only_numbers_have_units": "kind = 'number' OR unit = ''",
    "choices_of_a_choice": "(kind = 'choice') = (jsonb_array_length(choices) > 0)",
    "filterable_kind": "NOT filterable OR kind IN ('number', 'boolean', 'choice')",
    "variant_making_kind": "NOT variant_making OR (kind = 'choice' AND NOT filterable)",
}
NUMBER = "CASE WHEN value ~ '^-?[0-9]+([.][0-9]+)?$' THEN value::numeric END"


def upgrade() -> None:
    op.add_column("attribute_definition", sa.Column("position", sa.Integer(), server_default="0", nullable=False))
    op.alter_column("attribute_definition", "position", server_default=None)
    for name, rule in CHECKS.items():
        op.create_check_constraint(op.f(f"ck_attribute_definition_{name}"), "attribute_definition", rule)
    op.drop_constraint("pk_product_attribute", "product_attribute")
    op.create_primary_key("pk_product_attribute", "product_attribute", ["product_id", "attribute_id", "value"])
    op.create_check_constraint(
        op.f("ck_product_attribute_value_length"), "product_attribute", "length(value) BETWEEN 1 AND 200"
    )
    op.add_column("product_attribute", sa.Column("number", sa.Numeric(), sa.Computed(NUMBER, persisted=True)))


def downgrade() -> None:
    op.drop_column("product_attribute", "number")
    op.drop_constraint(op.f("ck_product_attribute_value_length"), "product_attribute")
    op.execute(
        "DELETE FROM product_attribute a USING product_attribute b"
        " WHERE a.product_id = b.product_id AND a.attribute_id = b.attribute_id AND a.value > b.value"
    )
    op.drop_constraint("pk_product_attribute", "product_attribute")
    op.create_primary_key("pk_product_attribute", "product_attribute", ["product_id", "attribute_id"])
    for name in CHECKS:
        op.drop_constraint(op.f(f"ck_attribute_definition_{name}"), "attribute_definition")
    op.drop_column("attribute_definition", "position")
