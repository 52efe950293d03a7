-- CreateEnum
CREATE TYPE "organisation_change_kind" AS ENUM ('RENAME', 'MOVE', 'FOUND', 'MERGE', 'SPLIT', 'CLOSE');

-- CreateEnum
CREATE TYPE "organisation_change_part_kind" AS ENUM ('SUBJECT', 'ENDED', 'SUCCESSOR', 'FOUNDED', 'PARENT');

-- AlterTable
ALTER TABLE "organisation" ADD COLUMN     "successor_id" UUID;

-- CreateTable
CREATE TABLE "organisation_placement" (
    "city_code" TEXT NOT NULL,
    "organisation_id" UUID NOT NULL,
    "valid_from" DATE NOT NULL,
    "name" TEXT NOT NULL,
    "pinyin_initials" TEXT NOT NULL,
    "parent_id" UUID,
    "path" TEXT NOT NULL,

    CONSTRAINT "organisation_placement_pkey" PRIMARY KEY ("city_code","organisation_id","valid_from")
);

-- CreateTable
CREATE TABLE "organisation_change" (
    "city_code" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "kind" "organisation_change_kind" NOT NULL,
    "day" DATE NOT NULL,
    "reason" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "registered_by_id" UUID NOT NULL,
    "registered_at" TIMESTAMPTZ(3) NOT NULL,
    "carried_out_at" TIMESTAMPTZ(3),
    "cancelled_at" TIMESTAMPTZ(3),

    CONSTRAINT "organisation_change_pkey" PRIMARY KEY ("city_code","id")
);

-- CreateTable
CREATE TABLE "organisation_change_part" (
    "city_code" TEXT NOT NULL,
    "change_id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "part" "organisation_change_part_kind" NOT NULL,

    CONSTRAINT "organisation_change_part_pkey" PRIMARY KEY ("city_code","change_id","organisation_id")
);

-- CreateIndex
CREATE INDEX "organisation_change_city_code_day_id_idx" ON "organisation_change"("city_code", "day", "id");

-- CreateIndex
CREATE INDEX "organisation_change_part_city_code_organisation_id_idx" ON "organisation_change_part"("city_code", "organisation_id");

-- AddForeignKey
ALTER TABLE "organisation" ADD CONSTRAINT "organisation_city_code_successor_id_fkey" FOREIGN KEY ("city_code", "successor_id") REFERENCES "organisation"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "organisation_placement" ADD CONSTRAINT "organisation_placement_city_code_organisation_id_fkey" FOREIGN KEY ("city_code", "organisation_id") REFERENCES "organisation"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "organisation_change_part" ADD CONSTRAINT "organisation_change_part_city_code_change_id_fkey" FOREIGN KEY ("city_code", "change_id") REFERENCES "organisation_change"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- Every organisation has its first placement from its first day: no way of making one goes without.
INSERT INTO organisation_placement (city_code, organisation_id, valid_from, name, pinyin_initials, parent_id, path)
  SELECT city_code, id, valid_from, name, pinyin_initials, parent_id, path FROM organisation;
CREATE FUNCTION first_placement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO organisation_placement (city_code, organisation_id, valid_from, name, pinyin_initials, parent_id, path)
    VALUES (NEW.city_code, NEW.id, NEW.valid_from, NEW.name, NEW.pinyin_initials, NEW.parent_id, NEW.path);
  RETURN NULL;
END $$;
CREATE TRIGGER "organisation_is_placed" AFTER INSERT ON "organisation" FOR EACH ROW EXECUTE FUNCTION first_placement();
-- Nothing is deleted, and who has ended has ended on or after the first day.
CREATE TRIGGER "organisation_change_is_kept" BEFORE DELETE OR TRUNCATE ON "organisation_change" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE "organisation" ADD CONSTRAINT "organisation_ends_after_it_begins" CHECK (valid_to IS NULL OR valid_to >= valid_from);
ALTER TABLE "organisation_change" ADD CONSTRAINT "organisation_change_done_or_cancelled" CHECK (carried_out_at IS NULL OR cancelled_at IS NULL);

-- A record's paths say who has it in sight and follow the tree, also those of a year that is locked: nothing else of it moves.
CREATE OR REPLACE FUNCTION guard_locked_activity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (NEW.agency_side_path, NEW.community_side_path) IS DISTINCT FROM (OLD.agency_side_path, OLD.community_side_path)
        AND to_jsonb(NEW) - '{agency_side_path,community_side_path}'::text[] = to_jsonb(OLD) - '{agency_side_path,community_side_path}'::text[] THEN
      RETURN NEW;
    END IF;
  END IF;
  IF TG_OP <> 'INSERT' THEN
    IF period_status_for(OLD.city_code, OLD.id, OLD.day, OLD.agency_side_path, OLD.community_side_path) = 'LOCKED' THEN PERFORM refuse_locked(); END IF;
    IF OLD.status = 'COUNTERSIGNED' AND EXISTS (SELECT FROM correction c WHERE c.city_code = OLD.city_code AND c.activity_id = OLD.id AND c.status IN ('PROPOSED', 'APPROVED')) THEN
      RAISE EXCEPTION 'a record that has a correction is not changed' USING ERRCODE = 'GJ002';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  END IF;
  IF TG_OP = 'INSERT' OR (NEW.day, NEW.agency_side_path, NEW.community_side_path) IS DISTINCT FROM (OLD.day, OLD.agency_side_path, OLD.community_side_path) THEN
    IF period_status_for(NEW.city_code, NEW.id, NEW.day, NEW.agency_side_path, NEW.community_side_path) = 'LOCKED' THEN PERFORM refuse_locked(); END IF;
  END IF;
  RETURN NEW;
END $$;

-- So do an archive's: what was registered is its content.
CREATE OR REPLACE FUNCTION refuse_archive_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."state" <> 'MAKING' AND to_jsonb(NEW) - 'organisation_path' <> to_jsonb(OLD) - 'organisation_path' THEN RAISE EXCEPTION 'an archive that has ended is never changed'; END IF;
  RETURN NEW;
END $$;
