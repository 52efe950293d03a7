-- CreateEnum
CREATE TYPE "import_state" AS ENUM ('CHECKED', 'KEPT', 'UNDONE');

-- CreateEnum
CREATE TYPE "import_row_state" AS ENUM ('GOOD', 'BAD', 'KEPT', 'UNDONE');

-- CreateTable
CREATE TABLE "import" (
    "city_code" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "created_by_id" UUID NOT NULL,
    "scope_path" TEXT NOT NULL,
    "side" "rollup_side" NOT NULL,
    "file_name" TEXT NOT NULL,
    "file_hash" TEXT NOT NULL,
    "heads" TEXT[],
    "state" "import_state" NOT NULL,
    "good_rows" INTEGER NOT NULL,
    "bad_rows" INTEGER NOT NULL,
    "kept_rows" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "import_pkey" PRIMARY KEY ("city_code","id")
);

-- CreateTable
CREATE TABLE "import_row" (
    "city_code" TEXT NOT NULL,
    "import_id" UUID NOT NULL,
    "row_number" INTEGER NOT NULL,
    "cells" TEXT[],
    "problems" JSONB NOT NULL,
    "row_key" TEXT,
    "content" JSONB,
    "state" "import_row_state" NOT NULL,
    "activity_id" UUID,

    CONSTRAINT "import_row_pkey" PRIMARY KEY ("city_code","import_id","row_number")
);

-- CreateIndex
CREATE INDEX "import_city_code_created_by_id_created_at_id_idx" ON "import"("city_code", "created_by_id", "created_at" DESC, "id");

-- CreateIndex
CREATE INDEX "import_row_city_code_row_key_idx" ON "import_row"("city_code", "row_key");

-- CreateIndex
CREATE INDEX "import_row_city_code_import_id_state_idx" ON "import_row"("city_code", "import_id", "state");

-- AddForeignKey
ALTER TABLE "import_row" ADD CONSTRAINT "import_row_city_code_import_id_fkey" FOREIGN KEY ("city_code", "import_id") REFERENCES "import"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- A row that is kept cannot be kept a second time, whichever file it comes in, not even at the same moment.
CREATE UNIQUE INDEX "import_row_kept_once" ON "import_row" ("city_code", "row_key") WHERE "state" = 'KEPT';
