create table items (
    name  text primary key,
    stock int  not null check (stock >= 0)
);

create table orders (
    id    bigint generated always as identity primary key,
    item  text not null references items,
    buyer text not null
);

-- IdempotencyKey.TABLE of holdfast-transactions
create table if not exists holdfast_idempotency_key (
    key  text primary key,
    xid  xid8 not null default pg_current_xact_id(),
    done timestamptz not null default now()
);
