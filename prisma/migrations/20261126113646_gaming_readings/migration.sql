-- CreateTable
CREATE TABLE "gaming_reading" (
    "city_code" TEXT NOT NULL,
    "programme_year" INTEGER NOT NULL,
    "computed_at" TIMESTAMPTZ(3),
    "begun_at" TIMESTAMPTZ(3),
    "done_signs" INTEGER NOT NULL DEFAULT 0,
    "alive_at" TIMESTAMPTZ(3),
    "baselines" JSONB,

    CONSTRAINT "gaming_reading_pkey" PRIMARY KEY ("city_code","programme_year")
);

-- CreateTable
CREATE TABLE "gaming_sign" (
    "city_code" TEXT NOT NULL,
    "programme_year" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "sign" TEXT NOT NULL,
    "organisation_id" UUID NOT NULL,
    "pairing_id" UUID,
    "records" INTEGER NOT NULL,
    "first_day" DATE NOT NULL,
    "last_day" DATE NOT NULL,
    "record_ids" UUID[],
    "zone_ids" UUID[],
    "details" JSONB NOT NULL,

    CONSTRAINT "gaming_sign_pkey" PRIMARY KEY ("city_code","programme_year","key")
);

-- CreateIndex
CREATE INDEX "donation_city_code_value_yuan_activity_id_position_idx" ON "donation"("city_code", "value_yuan" DESC, "activity_id" DESC, "position" DESC);
