-- AlterTable
ALTER TABLE "evidence" ALTER COLUMN "width" DROP NOT NULL,
ALTER COLUMN "height" DROP NOT NULL;

-- CreateTable
CREATE TABLE "evidence_upload" (
    "city_code" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "activity_id" UUID NOT NULL,
    "file_name" TEXT NOT NULL,
    "caption" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "received" INTEGER NOT NULL,
    "uploaded_by_id" UUID NOT NULL,
    "touched_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "evidence_upload_pkey" PRIMARY KEY ("city_code","id")
);

-- CreateIndex
CREATE INDEX "evidence_upload_city_code_uploaded_by_id_idx" ON "evidence_upload"("city_code", "uploaded_by_id");

-- CreateIndex
CREATE INDEX "evidence_upload_city_code_touched_at_idx" ON "evidence_upload"("city_code", "touched_at");

-- CreateIndex
CREATE INDEX "evidence_city_code_uploaded_by_id_uploaded_at_idx" ON "evidence"("city_code", "uploaded_by_id", "uploaded_at");

-- AddForeignKey
ALTER TABLE "evidence_upload" ADD CONSTRAINT "evidence_upload_city_code_activity_id_fkey" FOREIGN KEY ("city_code", "activity_id") REFERENCES "activity"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "evidence_upload" ADD CONSTRAINT "evidence_upload_holds_no_more_than_it_is" CHECK (received BETWEEN 0 AND bytes);
-- A photo is measured, a document is not.
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_photo_is_measured" CHECK ((media_type LIKE 'image/%') = (width IS NOT NULL AND height IS NOT NULL));
