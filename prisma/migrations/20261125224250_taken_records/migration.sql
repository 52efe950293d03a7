-- CreateTable
CREATE TABLE "taken_activity" (
    "city_code" TEXT NOT NULL,
    "activity_id" UUID NOT NULL,
    "side" "rollup_side" NOT NULL,
    "taken_by_id" UUID NOT NULL,
    "taken_by_name" TEXT NOT NULL,
    "taken_at" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "taken_activity_pkey" PRIMARY KEY ("city_code","activity_id","side")
);

-- AddForeignKey
ALTER TABLE "taken_activity" ADD CONSTRAINT "taken_activity_city_code_activity_id_fkey" FOREIGN KEY ("city_code", "activity_id") REFERENCES "activity"("city_code", "id") ON DELETE CASCADE ON UPDATE RESTRICT;
