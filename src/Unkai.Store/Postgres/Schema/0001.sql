-- Commits are numbered over all worlds. A number is drawn under its world's row lock, so within a world the order of numbers is the order of commits.
CREATE SEQUENCE unkai.commit_numbers AS bigint;

-- One row a life of a world; an id is never used again. seq: the number of the world's newest commit.
CREATE TABLE unkai.worlds (
    id   integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text COLLATE "C" NOT NULL UNIQUE,
    seq  bigint NOT NULL
) WITH (fillfactor = 10);

-- The state. A key of more than 2,400 bytes does not fit an index: key has its head, tail the rest, digest the SHA-256 of all of it.
-- version: the number of the commit that wrote the row.
CREATE TABLE unkai.entries (
    world   integer NOT NULL,
    version bigint NOT NULL,
    key     bytea NOT NULL,
    digest  bytea NOT NULL,
    tail    bytea,
    value   bytea NOT NULL,
    PRIMARY KEY (world, key, digest)
) WITH (
    fillfactor = 85,
    autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000,
    autovacuum_vacuum_insert_scale_factor = 0.2, autovacuum_vacuum_cost_delay = 0);
ALTER TABLE unkai.entries ALTER key SET STORAGE EXTERNAL, ALTER digest SET STORAGE EXTERNAL, ALTER tail SET STORAGE EXTERNAL, ALTER value SET STORAGE EXTERNAL;

-- Worlds that were deleted and whose rows are not yet gone.
CREATE TABLE unkai.deleted_worlds (id integer PRIMARY KEY);

-- The processes that work here. Who is not here does not write: commit_group looks. A row that was not renewed in time is removed by another node.
CREATE TABLE unkai.nodes (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name        text NOT NULL,
    lease_until timestamptz NOT NULL
) WITH (fillfactor = 10);

-- The last group that each node committed in each world: a node that lost the answer asks again and is told what it was.
CREATE TABLE unkai.groups (
    world    integer NOT NULL,
    node     bigint NOT NULL,
    number   bigint NOT NULL,
    outcomes bigint[] NOT NULL,
    PRIMARY KEY (world, node)
) WITH (fillfactor = 10);

-- Bodies. A blob's bytes are the chunks of the upload that first brought them; touched counts for the grace of collection.
CREATE TABLE unkai.blobs (
    id      bytea PRIMARY KEY,
    upload  bigint NOT NULL,
    length  bigint NOT NULL,
    touched timestamptz NOT NULL
);
CREATE TABLE unkai.uploads (
    id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- When it began; when its blob was collected, if it was: readers that began before then go on for a grace.
    since timestamptz NOT NULL,
    kept  boolean NOT NULL DEFAULT false,
    -- The blob whose bytes they are or were; null until they have all come.
    blob  bytea
);
CREATE INDEX ON unkai.uploads (blob) WHERE blob IS NOT NULL;
CREATE TABLE unkai.chunks (
    upload bigint NOT NULL,
    number integer NOT NULL,
    bytes  bytea NOT NULL,
    PRIMARY KEY (upload, number)
);
ALTER TABLE unkai.chunks ALTER bytes SET STORAGE EXTERNAL;

-- Holds nothing. Forks lock it in row share mode before they read, the collection of blobs in exclusive mode: no fork brings back the reference to a
-- blob that was collected while it copied.
CREATE TABLE unkai.collections ();

-- 64 bits, little-endian, as Transaction.Add keeps them.
CREATE FUNCTION unkai.number_of(value bytea) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT get_byte(value, 0)::bigint | (get_byte(value, 1)::bigint << 8) | (get_byte(value, 2)::bigint << 16) | (get_byte(value, 3)::bigint << 24)
        | (get_byte(value, 4)::bigint << 32) | (get_byte(value, 5)::bigint << 40) | (get_byte(value, 6)::bigint << 48) | (get_byte(value, 7)::bigint << 56)
$$;
CREATE FUNCTION unkai.bytes_of(number bigint) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT substring(b, 8, 1) || substring(b, 7, 1) || substring(b, 6, 1) || substring(b, 5, 1)
        || substring(b, 4, 1) || substring(b, 3, 1) || substring(b, 2, 1) || substring(b, 1, 1)
    FROM (SELECT int8send(number) AS b) AS big
$$;

-- Commits transactions of one world, one after the other, in one statement.
--
-- It holds the world's row until it has committed, so no other commit of this world comes between a look and a write; each statement in it sees
-- what was committed before it took the row, and what it wrote itself.
--
-- A transaction t has a snapshot (the world's seq when it read; 0 when it read nothing by snapshot; negative when not all that it says it read is of
-- that snapshot, so that it must be looked up though nothing was committed since), and rows of the get, range and write arrays,
-- which are in the order of transactions.
--   gets:   a key and the version that was read under it; 0: there was none. It still holds when the version is the same.
--   ranges: from start to end (null: open) and how many rows were in it. It still holds when as many are there and none is newer than the snapshot:
--           those that are there and not newer were there then.
--   writes: kind 0 put; 1 delete; 2 add (number); 3 delete a range (value is its end; null: open); 4 append (key is the prefix, number its order).
--           A put with stamps = an offset has its bytes from there on replaced by the stamp of order number.
-- Returns a status (0: done; -1: the world is gone; -2: the node has lost its lease), then for each transaction its commit number, 0 when its reads
-- no longer hold, -1 when an add overflows, or -100 - n when an add met a value of n bytes. A group that was done already is not done again.
CREATE FUNCTION unkai.commit_group(
    p_world integer, p_node bigint, p_number bigint, p_snapshots bigint[],
    p_get_transactions integer[], p_get_keys bytea[], p_get_versions bigint[],
    p_range_transactions integer[], p_range_starts bytea[], p_range_ends bytea[], p_range_counts integer[],
    p_write_transactions integer[], p_write_kinds smallint[], p_write_keys bytea[], p_write_values bytea[], p_write_numbers bigint[], p_write_stamps integer[],
    p_notice text)
RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
    head_max CONSTANT integer := 2400;
    open_end CONSTANT bytea := decode(repeat('ff', 8193), 'hex');
    gets     CONSTANT integer := cardinality(p_get_transactions);
    ranges   CONSTANT integer := cardinality(p_range_transactions);
    writes   CONSTANT integer := cardinality(p_write_transactions);
    told bigint[] := ARRAY[0];
    before   bigint;
    now_at   bigint;
    done     bigint;
    outcome  bigint;
    must_look boolean;
    g integer := 1;
    r integer := 1;
    w integer := 1;
    first_write integer;
    found_version bigint;
    found_count integer;
    found_value bytea;
    k bytea;
    d bytea;
    l bytea;
    v bytea;
    sums bytea[];
    n bigint;
BEGIN
    SELECT seq INTO now_at FROM unkai.worlds WHERE id = p_world FOR UPDATE;
    IF NOT FOUND THEN
        RETURN ARRAY[-1];
    END IF;

    PERFORM 1 FROM unkai.nodes WHERE id = p_node;
    IF NOT FOUND THEN
        RETURN ARRAY[-2];
    END IF;

    SELECT number, outcomes INTO done, told FROM unkai.groups WHERE world = p_world AND node = p_node;
    IF FOUND AND done >= p_number THEN
        RETURN told;
    END IF;

    before := now_at;
    told := ARRAY[0];
    FOR t IN 1 .. cardinality(p_snapshots) LOOP
        outcome := 1;
        must_look := p_snapshots[t] <> now_at;
        WHILE g <= gets AND p_get_transactions[g] = t LOOP
            IF must_look AND outcome = 1 THEN
                k := p_get_keys[g];
                IF length(k) <= head_max THEN
                    SELECT version INTO found_version FROM unkai.entries WHERE world = p_world AND key = k AND digest = '';
                ELSE
                    SELECT version INTO found_version FROM unkai.entries WHERE world = p_world AND key = substring(k, 1, head_max) AND digest = sha256(k);
                END IF;
                IF coalesce(found_version, 0) <> p_get_versions[g] THEN
                    outcome := 0;
                END IF;
            END IF;
            g := g + 1;
        END LOOP;

        WHILE r <= ranges AND p_range_transactions[r] = t LOOP
            IF must_look AND outcome = 1 THEN
                k := p_range_starts[r];
                d := coalesce(p_range_ends[r], open_end);
                IF length(k) > head_max OR length(d) > head_max THEN
                    SELECT count(*), max(version) INTO found_count, found_version FROM unkai.entries
                    WHERE world = p_world AND key >= substring(k, 1, head_max) AND key <= substring(d, 1, head_max)
                        AND key || coalesce(tail, '') >= k AND key || coalesce(tail, '') < d;
                ELSE
                    SELECT count(*), max(version) INTO found_count, found_version FROM unkai.entries WHERE world = p_world AND key >= k AND key < d;
                END IF;
                IF found_count <> p_range_counts[r] OR found_version > abs(p_snapshots[t]) THEN
                    outcome := 0;
                END IF;
            END IF;
            r := r + 1;
        END LOOP;

        -- Sums are known before anything is written: an add that fails leaves nothing.
        first_write := w;
        WHILE w <= writes AND p_write_transactions[w] = t LOOP
            IF p_write_kinds[w] = 2 AND outcome = 1 THEN
                k := p_write_keys[w];
                IF length(k) <= head_max THEN
                    SELECT value INTO found_value FROM unkai.entries WHERE world = p_world AND key = k AND digest = '';
                ELSE
                    SELECT value INTO found_value FROM unkai.entries WHERE world = p_world AND key = substring(k, 1, head_max) AND digest = sha256(k);
                END IF;
                IF found_value IS NULL THEN
                    sums[w] := unkai.bytes_of(p_write_numbers[w]);
                ELSIF length(found_value) <> 8 THEN
                    outcome := -100 - length(found_value);
                ELSE
                    n := unkai.number_of(found_value);
                    IF (p_write_numbers[w] > 0 AND n > 9223372036854775807 - p_write_numbers[w])
                        OR (p_write_numbers[w] < 0 AND n < -9223372036854775808 - p_write_numbers[w]) THEN
                        outcome := -1;
                    ELSE
                        sums[w] := unkai.bytes_of(n + p_write_numbers[w]);
                    END IF;
                END IF;
            END IF;
            w := w + 1;
        END LOOP;

        IF outcome = 1 THEN
            outcome := nextval('unkai.commit_numbers');
            now_at := outcome;
            FOR i IN first_write .. w - 1 LOOP
                k := p_write_keys[i];
                v := p_write_values[i];
                CASE p_write_kinds[i]
                WHEN 3 THEN
                    v := coalesce(v, open_end);
                    IF length(k) > head_max OR length(v) > head_max THEN
                        DELETE FROM unkai.entries
                        WHERE world = p_world AND key >= substring(k, 1, head_max) AND key <= substring(v, 1, head_max)
                            AND key || coalesce(tail, '') >= k AND key || coalesce(tail, '') < v;
                    ELSE
                        DELETE FROM unkai.entries WHERE world = p_world AND key >= k AND key < v;
                    END IF;
                    CONTINUE;
                WHEN 2 THEN
                    v := sums[i];
                WHEN 4 THEN
                    k := k || int8send(outcome) || substring(int4send(p_write_numbers[i]::integer), 3, 2);
                ELSE
                    IF p_write_stamps[i] IS NOT NULL THEN
                        v := overlay(v PLACING int8send(outcome) || substring(int4send(p_write_numbers[i]::integer), 3, 2) FROM p_write_stamps[i] + 1);
                    END IF;
                END CASE;

                IF length(k) <= head_max THEN
                    d := '';
                    l := NULL;
                ELSE
                    d := sha256(k);
                    l := substring(k, head_max + 1);
                    k := substring(k, 1, head_max);
                END IF;
                IF p_write_kinds[i] = 1 THEN
                    DELETE FROM unkai.entries WHERE world = p_world AND key = k AND digest = d;
                ELSE
                    INSERT INTO unkai.entries (world, version, key, digest, tail, value) VALUES (p_world, outcome, k, d, l, v)
                    ON CONFLICT (world, key, digest) DO UPDATE SET version = excluded.version, value = excluded.value;
                END IF;
            END LOOP;
        END IF;
        told := told || outcome;
    END LOOP;

    IF now_at <> before THEN
        UPDATE unkai.worlds SET seq = now_at WHERE id = p_world;
        PERFORM pg_notify('unkai', 'c ' || p_world || ' ' || now_at || ' ' || p_notice);
    END IF;
    INSERT INTO unkai.groups (world, node, number, outcomes) VALUES (p_world, p_node, p_number, told)
    ON CONFLICT (world, node) DO UPDATE SET number = excluded.number, outcomes = excluded.outcomes;
    RETURN told;
END
$$;

-- Up to p_max entries of a range, as they are now, that nobody has reserved; they are reserved until the caller's transaction ends. Rows newer than the
-- caller's snapshot (null: it has none) are not shown. Whoever holds the lock of an entry that is still there is its only claimer.
-- Without p_reserve they are not reserved, and reserved ones are shown: for those who claim more than the server's lock table should hold.
-- The last row has a null key and tells how many entries were passed over because they were reserved.
CREATE FUNCTION unkai.claim(p_world integer, p_start bytea, p_end bytea, p_max integer, p_snapshot bigint, p_reserve boolean)
RETURNS TABLE (entry_key bytea, entry_version bigint, entry_value bytea) LANGUAGE plpgsql AS $$
DECLARE
    head_max CONSTANT integer := 2400;
    range_end CONSTANT bytea := coalesce(p_end, decode(repeat('ff', 8193), 'hex'));
    taken integer := 0;
    passed_over integer := 0;
    rows refcursor;
    e record;
BEGIN
    IF length(p_start) <= head_max AND length(range_end) <= head_max THEN
        OPEN rows FOR SELECT key, digest, tail, version, value FROM unkai.entries
            WHERE world = p_world AND key >= p_start AND key < range_end ORDER BY key, digest;
    ELSE
        OPEN rows FOR SELECT key, digest, tail, version, value FROM unkai.entries
            WHERE world = p_world AND key >= substring(p_start, 1, head_max) AND key <= substring(range_end, 1, head_max)
                AND key || coalesce(tail, '') >= p_start AND key || coalesce(tail, '') < range_end
            ORDER BY key, digest;
    END IF;
    LOOP
        FETCH rows INTO e;
        EXIT WHEN NOT FOUND;
        CONTINUE WHEN e.version > p_snapshot;
        IF p_reserve AND NOT pg_try_advisory_xact_lock(hashtextextended(p_world::text, 8) # hashtextextended(encode(e.key || e.digest, 'hex'), 8)) THEN
            passed_over := passed_over + 1;
            CONTINUE;
        END IF;
        PERFORM 1 FROM unkai.entries WHERE world = p_world AND key = e.key AND digest = e.digest AND version = e.version;
        IF FOUND THEN
            taken := taken + 1;
            entry_key := e.key || coalesce(e.tail, '');
            entry_version := e.version;
            entry_value := e.value;
            RETURN NEXT;
            EXIT WHEN taken = p_max;
        END IF;
    END LOOP;
    CLOSE rows;
    entry_key := NULL;
    entry_version := passed_over;
    entry_value := NULL;
    RETURN NEXT;
END
$$;

-- Renews a node's lease and removes the nodes whose lease has ended. Returns the nodes there are; null when the asking node is not among them any more.
-- Just after the server's own start nobody has had the chance to renew, so nobody is removed.
CREATE FUNCTION unkai.renew_lease(p_node bigint, p_lease interval) RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
    removed integer;
BEGIN
    PERFORM set_config('synchronous_commit', 'off', true);
    UPDATE unkai.nodes SET lease_until = clock_timestamp() + p_lease WHERE id = p_node;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;

    IF clock_timestamp() > pg_postmaster_start_time() + 2 * p_lease THEN
        DELETE FROM unkai.nodes WHERE lease_until < clock_timestamp();
        GET DIAGNOSTICS removed = ROW_COUNT;
        IF removed > 0 THEN
            PERFORM pg_notify('unkai', 'n');
        END IF;
    END IF;
    RETURN ARRAY(SELECT id FROM unkai.nodes ORDER BY id);
END
$$;
