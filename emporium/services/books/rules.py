"""The invariants of money and stock as questions to the database: every row of an answer is a violation (I1-I6)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """One question. It selects `subject` (an id or number) and `detail` (what is wrong, with the figures)."""

    code: str
    says: str
    sql: str


PAYING = "a.status IN ('captured', 'authorised')"

RULES: tuple[Rule, ...] = (
    Rule(
        "I1",
        "a purchase is the sum of its orders",
        """
        SELECT p.number AS subject, format('total %s, orders %s', p.total_minor, sum(o.total_minor)) AS detail
        FROM purchase p JOIN store_order o ON o.purchase_id = p.id
        GROUP BY p.id HAVING p.total_minor <> sum(o.total_minor)
        """,
    ),
    Rule(
        "I1",
        "a purchase costs what its quote said",
        """
        SELECT p.number AS subject, format('total %s, quote %s', p.total_minor, q.total_minor) AS detail
        FROM purchase p JOIN quote q ON q.checkout_id = p.checkout_id AND q.version = p.quote_version
        WHERE q.total_minor <> p.total_minor OR q.currency <> p.currency
        """,
    ),
    Rule(
        "I1",
        "the shares of a paid purchase's payments are its total",
        f"""
        SELECT p.number AS subject, format('total %s, shares %s', p.total_minor, coalesce(s.paid, 0)) AS detail
        FROM purchase p LEFT JOIN (
            SELECT a.purchase_id, sum(s.authorised_minor) AS paid
            FROM payment_share s JOIN payment_attempt a ON a.id = s.attempt_id WHERE {PAYING} GROUP BY a.purchase_id
        ) s ON s.purchase_id = p.id
        WHERE p.status = 'paid' AND coalesce(s.paid, 0) <> p.total_minor
          AND NOT EXISTS (SELECT 1 FROM payment_attempt v WHERE v.purchase_id = p.id AND v.captures_later
                          AND v.status = 'cancelled')
        """,  # noqa: S608 - constants only
    ),
    Rule(
        "I1",
        "an order is the sum of its lines, and every line of its units",
        """
        SELECT o.number AS subject,
               format('goods %s/%s, discount %s/%s', o.goods_minor, sum(l.subtotal_minor),
                      o.discount_minor - o.shipping_discount_minor, sum(l.discount_minor)) AS detail
        FROM store_order o JOIN order_line l ON l.order_id = o.id
        GROUP BY o.id
        HAVING o.goods_minor <> sum(l.subtotal_minor)
            OR o.discount_minor - o.shipping_discount_minor <> sum(l.discount_minor)
            OR o.commission_minor <> sum(l.commission_minor)
            OR o.tax_added_minor <> sum(l.tax_added_minor)
            OR o.tax_minor <> sum(l.tax_minor) + o.shipping_tax_minor
        """,
    ),
    Rule(
        "I2",
        "an attempt took what its shares took",
        f"""
        SELECT a.id::text AS subject, format('captured %s, shares %s', a.captured_minor, sum(s.captured_minor))
               AS detail
        FROM payment_attempt a JOIN payment_share s ON s.attempt_id = a.id WHERE {PAYING}
        GROUP BY a.id HAVING a.captured_minor <> sum(s.captured_minor)
        """,  # noqa: S608
    ),
    Rule(
        "I2",
        "0 <= refunded <= captured <= authorised - released",
        """
        SELECT id::text AS subject, format('refunded %s, captured %s, authorised %s, released %s', refunded_minor,
               captured_minor, authorised_minor, released_minor) AS detail
        FROM payment_share WHERE NOT (0 <= refunded_minor AND refunded_minor <= captured_minor
              AND captured_minor <= authorised_minor - released_minor)
        """,
    ),
    Rule(
        "I2",
        "a share gave back what its refunds say",
        """
        SELECT s.id::text AS subject, format('refunded %s/%s, released %s/%s', s.refunded_minor,
               coalesce(sum(r.amount_minor) FILTER (WHERE NOT r.released), 0), s.released_minor,
               coalesce(sum(r.amount_minor) FILTER (WHERE r.released), 0)) AS detail
        FROM payment_share s LEFT JOIN refund r ON r.share_id = s.id
        GROUP BY s.id
        HAVING s.refunded_minor <> coalesce(sum(r.amount_minor) FILTER (WHERE NOT r.released), 0)
            OR s.released_minor <> coalesce(sum(r.amount_minor) FILTER (WHERE r.released), 0)
        """,
    ),
    Rule(
        "I2",
        "a refund is the sum of its lines",
        """
        SELECT coalesce(r.parent_id, r.id)::text AS subject,
               format('given %s, lines %s', sum(r.amount_minor), max(coalesce(l.amount, 0))) AS detail
        FROM refund r LEFT JOIN (SELECT refund_id, sum(amount_minor) AS amount FROM refund_line GROUP BY refund_id) l
             ON l.refund_id = r.id
        GROUP BY coalesce(r.parent_id, r.id) HAVING sum(r.amount_minor) <> max(coalesce(l.amount, 0))
        """,
    ),
    Rule(
        "I2",
        "a line gave back what its refunds say",
        """
        SELECT l.id::text AS subject, format('refunded %s of %s, refunds %s', l.refunded_minor, l.total_minor,
               coalesce(sum(r.amount_minor), 0)) AS detail
        FROM order_line l LEFT JOIN refund_line r ON r.order_line_id = l.id
        GROUP BY l.id HAVING l.refunded_minor <> coalesce(sum(r.amount_minor), 0)
        """,
    ),
    Rule(
        "I3",
        "what was captured and funded is what was earned, taken and owed in tax, order by order",
        """
        SELECT o.number AS subject, format('booked %s for a total of %s', b.paid, o.total_minor) AS detail
        FROM store_order o JOIN (
            SELECT t.order_id,
                   sum(e.amount_minor) FILTER (WHERE a.kind IN ('provider_clearing', 'credit_liability',
                                                          'cash_with_stores')) AS paid,
                   sum(e.amount_minor) FILTER (WHERE a.kind = 'promotion_expense') AS funded,
                   -sum(e.amount_minor) FILTER (WHERE a.kind = 'commission_revenue') AS commission,
                   -sum(e.amount_minor) FILTER (WHERE a.kind IN ('processing_revenue', 'fixed_fee_revenue')) AS fees,
                   -sum(e.amount_minor) FILTER (WHERE a.kind = 'fee_tax') AS fee_tax,
                   -sum(e.amount_minor) FILTER (WHERE a.kind = 'platform_tax') AS tax,
                   -sum(e.amount_minor) FILTER (WHERE a.kind = 'store_payable') AS earning
            FROM ledger_transaction t JOIN ledger_entry e ON e.transaction_id = t.id
            JOIN ledger_account a ON a.id = e.account_id WHERE t.kind = 'sale' GROUP BY t.order_id
        ) b ON b.order_id = o.id
        WHERE coalesce(b.paid, 0) <> o.total_minor OR coalesce(b.funded, 0) <> o.platform_discount_minor
           OR coalesce(b.commission, 0) <> o.commission_minor OR coalesce(b.fees, 0) <> o.fees_minor
           OR coalesce(b.fee_tax, 0) <> o.fee_tax_minor
           OR coalesce(b.tax, 0) <> CASE WHEN o.tax_by_platform THEN o.tax_minor ELSE 0 END
           OR coalesce(b.earning, 0) <> o.total_minor + o.platform_discount_minor - o.commission_minor - o.fees_minor
              - o.fee_tax_minor - CASE WHEN o.tax_by_platform THEN o.tax_minor ELSE 0 END
        """,
    ),
    Rule(
        "I3",
        "every order whose money was taken is in the books",
        """
        SELECT o.number AS subject, format('captured %s', sum(s.captured_minor)) AS detail
        FROM store_order o JOIN payment_share s ON s.order_id = o.id
        JOIN payment_attempt a ON a.id = s.attempt_id
        WHERE a.status IN ('captured', 'authorised')
        GROUP BY o.id HAVING sum(s.captured_minor) > 0 AND NOT EXISTS (
            SELECT 1 FROM ledger_transaction t WHERE t.kind = 'sale' AND t.order_id = o.id)
        """,
    ),
    Rule(
        "I3",
        "what was given back of a sale is in the books, and nothing else",
        """
        SELECT coalesce(g.root, b.root) AS subject,
               format('given %s, booked %s', coalesce(g.given, 0), coalesce(b.booked, 0)) AS detail
        FROM (SELECT coalesce(r.parent_id, r.id)::text AS root, sum(r.amount_minor) AS given FROM refund r
              WHERE EXISTS (SELECT 1 FROM ledger_transaction t WHERE t.kind = 'sale' AND t.order_id = r.order_id)
              GROUP BY 1) g
        FULL JOIN (SELECT t.cause_id AS root, -sum(e.amount_minor) AS booked FROM ledger_transaction t
                   JOIN ledger_entry e ON e.transaction_id = t.id JOIN ledger_account a ON a.id = e.account_id
                   WHERE t.kind = 'refund' AND a.kind IN ('provider_clearing', 'credit_liability', 'cash_with_stores')
                   GROUP BY 1) b ON b.root = g.root
        WHERE coalesce(g.given, 0) <> coalesce(b.booked, 0)
        """,
    ),
    Rule(
        "I3",
        "what a store was paid at the door is set against what it has coming",
        """
        SELECT o.number AS subject, format('left open %s', sum(e.amount_minor)) AS detail
        FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id AND a.kind = 'cash_with_stores'
        JOIN ledger_transaction t ON t.id = e.transaction_id JOIN store_order o ON o.id = t.order_id
        GROUP BY o.id HAVING sum(e.amount_minor) <> 0
        """,
    ),
    Rule(
        "I3",
        "a change of an order gave back what it says, and was made when it was paid",
        """
        SELECT o.number AS subject, format('change %s is %s, gives back %s, given %s, its purchase is %s', e.number,
               e.status, e.refund_minor, coalesce(r.given, 0), coalesce(p.status, 'none')) AS detail
        FROM order_edit e JOIN store_order o ON o.id = e.order_id
        LEFT JOIN purchase p ON p.checkout_id = e.checkout_id
        LEFT JOIN (SELECT coalesce(f.idempotency_key, g.idempotency_key) AS key, sum(g.amount_minor) AS given
                   FROM refund g LEFT JOIN refund f ON f.id = g.parent_id GROUP BY 1) r
             ON r.key = e.order_id || ':edit:' || e.id
        WHERE (e.status = 'applied' AND (e.refund_minor <> coalesce(r.given, 0)
                                         OR (e.checkout_id IS NOT NULL AND coalesce(p.status, '') <> 'paid')))
           OR (e.status IN ('waiting', 'dropped', 'expired') AND (p.status = 'paid' OR coalesce(r.given, 0) > 0))
        """,
    ),
    Rule(
        "I3",
        "a dearer replacement is sold exactly when its difference was paid",
        """
        SELECT x.name AS subject, format('%s for %s, its purchase of %s is %s', x.status, x.charged_minor,
               coalesce(p.total_minor, 0), coalesce(p.status, 'none')) AS detail
        FROM exchange x LEFT JOIN purchase p ON p.checkout_id = x.checkout_id
        WHERE (x.status = 'sold' AND (coalesce(p.status, '') <> 'paid' OR p.total_minor <> x.charged_minor))
           OR (x.status = 'to_pay' AND p.status = 'paid')
        """,
    ),
    Rule(
        "I1",
        "what is added to an order is of its store, in its currency, and bears no delivery",
        """
        SELECT a.number AS subject, format('adds to %s, delivery %s', o.number, a.shipping_minor) AS detail
        FROM store_order a JOIN store_order o ON o.id = a.extends_id
        WHERE a.store_id <> o.store_id OR a.currency <> o.currency OR a.shipping_minor <> 0
           OR o.extends_id IS NOT NULL
        """,
    ),
    Rule(
        "I4",
        "stock on hand is the sum of its movements",
        """
        SELECT l.variant_id::text AS subject, format('on hand %s, movements %s', l.on_hand,
               coalesce(sum(m.quantity), 0)) AS detail
        FROM stock_level l LEFT JOIN stock_movement m USING (variant_id, location_id)
        GROUP BY l.variant_id, l.location_id, l.on_hand HAVING l.on_hand <> coalesce(sum(m.quantity), 0)
        """,
    ),
    Rule(
        "I4",
        "nothing is sold from a place that is not used, and everything from one that is",
        """
        SELECT l.variant_id::text AS subject, format('closed %s, place in use %s', l.closed, p.active) AS detail
        FROM stock_level l JOIN location p ON p.id = l.location_id WHERE l.closed = p.active
        """,
    ),
    Rule(
        "I4",
        "reserved stock is the sum of its live holds, within what there is",
        """
        SELECT l.variant_id::text AS subject, format('reserved %s, holds %s, on hand %s', l.reserved,
               coalesce(sum(r.quantity), 0), l.on_hand) AS detail
        FROM stock_level l LEFT JOIN reservation r ON r.variant_id = l.variant_id AND r.location_id = l.location_id
             AND r.status IN ('held', 'committed')
        GROUP BY l.variant_id, l.location_id, l.reserved, l.on_hand, l.backorder_limit
        HAVING l.reserved <> coalesce(sum(r.quantity), 0) OR l.reserved > l.on_hand + l.backorder_limit
        """,
    ),
    Rule(
        "I4",
        "what is paid and not sent is promised",
        """
        SELECT p.number AS subject, format('to send %s, promised %s', need.units, coalesce(have.units, 0)) AS detail
        FROM purchase p JOIN (
            SELECT n.purchase_id, coalesce(b.part_id, n.variant_id) AS variant_id,
                   sum(n.units * coalesce(b.quantity, 1)) AS units
            FROM (
                SELECT o.purchase_id, l.variant_id, l.quantity - l.shipped_quantity - l.cancelled_quantity AS units
                FROM store_order o JOIN order_line l ON l.order_id = o.id WHERE l.variant_id IS NOT NULL
                UNION ALL
                SELECT o.purchase_id, x.variant_id, CASE x.status WHEN 'reserved' THEN x.quantity ELSE 0 END
                FROM exchange x JOIN order_return r ON r.id = x.return_id JOIN store_order o ON o.id = r.order_id
            ) n
            LEFT JOIN purchase_part b ON b.purchase_id = n.purchase_id AND b.bundle_id = n.variant_id
            GROUP BY 1, 2
        ) need ON need.purchase_id = p.id
        LEFT JOIN (
            SELECT purchase_id, variant_id, sum(quantity) AS units FROM reservation WHERE status = 'committed'
            GROUP BY 1, 2
        ) have ON have.purchase_id = p.id AND have.variant_id = need.variant_id
        WHERE p.status = 'paid' AND need.units <> coalesce(have.units, 0)
        """,
    ),
    Rule(
        "I4",
        "a bundle is made of single things, and has no stock of its own",
        """
        SELECT v.sku AS subject, format('on hand %s, reserved %s, in a bundle %s', coalesce(sum(l.on_hand), 0),
               coalesce(sum(l.reserved), 0), n.bundles) AS detail
        FROM product_variant v JOIN (SELECT DISTINCT bundle_id FROM bundle_part) b ON b.bundle_id = v.id
        LEFT JOIN stock_level l ON l.variant_id = v.id
        CROSS JOIN LATERAL (SELECT count(*) AS bundles FROM bundle_part p WHERE p.part_id = v.id) n
        GROUP BY v.sku, v.id, n.bundles
        HAVING coalesce(sum(l.on_hand), 0) > 0 OR coalesce(sum(l.reserved), 0) > 0 OR n.bundles > 0
        """,
    ),
    Rule(
        "I4",
        "what is promised beyond the shelf waits with a day its buyer was told",
        """
        SELECT l.variant_id::text AS subject, format('reserved %s, on hand %s, limit %s', l.reserved, l.on_hand,
               l.backorder_limit) AS detail
        FROM stock_level l
        WHERE l.reserved > l.on_hand AND (l.backorder_date IS NULL OR l.reserved - l.on_hand > l.backorder_limit)
        """,
    ),
    Rule(
        "I5",
        "a promotion was used as often as purchases carry it, within its limit",
        """
        SELECT p.name AS subject, format('used %s, purchases %s, limit %s', p.used, count(u.id), p.usage_limit)
               AS detail
        FROM promotion p LEFT JOIN promotion_use u ON u.promotion_id = p.id AND u.status = 'taken'
        GROUP BY p.id HAVING p.used <> count(u.id) OR p.used > p.usage_limit
        """,
    ),
    Rule(
        "I5",
        "a code was used as often as purchases carry it, within its limit",
        """
        SELECT c.code AS subject, format('used %s, purchases %s, limit %s', c.used, count(u.id), c.usage_limit)
               AS detail
        FROM coupon c LEFT JOIN promotion_use u ON u.coupon_id = c.id AND u.status = 'taken'
        GROUP BY c.id HAVING c.used <> count(u.id) OR c.used > c.usage_limit
        """,
    ),
    Rule(
        "I6",
        "every transaction of the ledger is zero in every currency",
        """
        SELECT transaction_id::text AS subject, format('%s %s', sum(amount_minor), currency) AS detail
        FROM ledger_entry GROUP BY transaction_id, currency HAVING sum(amount_minor) <> 0
        """,
    ),
    Rule(
        "I6",
        "a payout is the sum of what it claimed",
        """
        SELECT p.number AS subject, format('paid %s, claimed %s', p.amount_minor, coalesce(sum(e.amount_minor), 0))
               AS detail
        FROM payout p LEFT JOIN earning e ON e.payout_id = p.id
        WHERE p.status <> 'failed'
        GROUP BY p.id HAVING p.amount_minor <> coalesce(sum(e.amount_minor), 0)
        """,
    ),
    Rule(
        "I6",
        "what a store has coming is what the ledger owes it",
        """
        SELECT coalesce(l.store_id, e.store_id)::text AS subject,
               format('ledger %s, earnings %s %s', coalesce(l.owed, 0), coalesce(e.coming, 0),
                      coalesce(l.currency, e.currency)) AS detail
        FROM (SELECT a.store_id, a.currency, -sum(x.amount_minor) AS owed FROM ledger_account a
              JOIN ledger_entry x ON x.account_id = a.id WHERE a.kind = 'store_payable' GROUP BY 1, 2) l
        FULL JOIN (SELECT store_id, currency, sum(amount_minor) AS coming FROM earning
                   WHERE status IN ('pending', 'available', 'on_hold') GROUP BY 1, 2) e
             ON e.store_id = l.store_id AND e.currency = l.currency
        WHERE coalesce(l.owed, 0) <> coalesce(e.coming, 0)
        """,
    ),
    Rule(
        "I6",
        "stored value is the sum of its entries",
        """
        SELECT v.id::text AS subject, format('balance %s, entries %s', v.balance_minor,
               coalesce(sum(e.amount_minor), 0)) AS detail
        FROM stored_value v LEFT JOIN stored_value_entry e ON e.value_id = v.id
        GROUP BY v.id HAVING v.balance_minor <> coalesce(sum(e.amount_minor), 0)
        """,
    ),
    Rule(
        "I6",
        "what the ledger owes to holders of stored value is what they have, and what is held for purchases",
        """
        SELECT coalesce(l.currency, v.currency) AS subject,
               format('ledger %s, balances %s', coalesce(l.owed, 0), coalesce(v.balance, 0)) AS detail
        FROM (SELECT a.currency, -sum(x.amount_minor) AS owed FROM ledger_account a
              JOIN ledger_entry x ON x.account_id = a.id WHERE a.kind = 'credit_liability' GROUP BY 1) l
        FULL JOIN (SELECT currency, sum(balance) AS balance FROM (
                       SELECT currency, balance_minor AS balance FROM stored_value
                       UNION ALL
                       SELECT a.currency, s.authorised_minor - s.captured_minor - s.released_minor
                       FROM payment_share s JOIN payment_attempt a ON a.id = s.attempt_id
                       WHERE a.provider = 'stored_value' AND a.status = 'authorised'
                       UNION ALL
                       SELECT r.currency, r.amount_minor FROM refund r JOIN payment_share s ON s.id = r.share_id
                       JOIN payment_attempt a ON a.id = s.attempt_id
                       WHERE a.provider = 'stored_value' AND r.status <> 'succeeded'
                   ) parts GROUP BY currency) v ON v.currency = l.currency
        WHERE coalesce(l.owed, 0) <> coalesce(v.balance, 0)
        """,
    ),
)
