-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "import_state" ADD VALUE 'READING';
ALTER TYPE "import_state" ADD VALUE 'FAILED';
ALTER TYPE "import_state" ADD VALUE 'CANCELLED';
ALTER TYPE "import_state" ADD VALUE 'KEEPING';
ALTER TYPE "import_state" ADD VALUE 'STOPPED';
ALTER TYPE "import_state" ADD VALUE 'UNDOING';

-- AlterTable
ALTER TABLE "import" ADD COLUMN     "alive_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "done_rows" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "problem" JSONB,
ADD COLUMN     "stop_asked" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "total_rows" INTEGER;

-- Appends many events of one chain as append_audit does one by one: the head is locked, and moved, once.
CREATE FUNCTION append_audits(
  p_city text, p_chain text, p_occurred_at timestamptz, p_actor_id uuid, p_actor_name text, p_actor_role "role",
  p_organisation_id uuid, p_action text, p_subject_kind text, p_subject_ids text[], p_events text[]
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_first bigint;
  v_seq bigint;
  v_hash text;
  v_hashes text[];
BEGIN
  INSERT INTO audit_chain (city_code, chain, seq, hash) VALUES (p_city, p_chain, 0, repeat('0', 64))
    ON CONFLICT (city_code, chain) DO NOTHING;
  SELECT seq, hash INTO v_first, v_hash FROM audit_chain WHERE city_code = p_city AND chain = p_chain FOR UPDATE;
  v_hashes := ARRAY[v_hash];
  v_seq := v_first;
  FOR i IN 1 .. cardinality(p_events) LOOP
    v_seq := v_seq + 1;
    v_hash := encode(sha256(convert_to(v_hash || E'\n' || v_seq || E'\n' || p_events[i], 'UTF8')), 'hex');
    v_hashes := v_hashes || v_hash;
  END LOOP;
  INSERT INTO audit_event (city_code, chain, seq, occurred_at, actor_id, actor_name, actor_role, organisation_id, action, subject_kind, subject_id, event, previous_hash, hash)
    SELECT p_city, p_chain, v_first + i, p_occurred_at, p_actor_id, p_actor_name, p_actor_role, p_organisation_id, p_action, p_subject_kind, p_subject_ids[i], p_events[i], v_hashes[i], v_hashes[i + 1]
    FROM generate_series(1, cardinality(p_events)) AS i;
  UPDATE audit_chain SET seq = v_seq, hash = v_hash WHERE city_code = p_city AND chain = p_chain;
  RETURN v_seq;
END $$;
