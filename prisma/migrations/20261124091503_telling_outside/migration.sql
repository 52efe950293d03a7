-- CreateEnum
CREATE TYPE "digest" AS ENUM ('AT_ONCE', 'DAILY');

-- CreateEnum
CREATE TYPE "robot_kind" AS ENUM ('WECOM', 'DINGTALK', 'FEISHU');

-- CreateEnum
CREATE TYPE "delivery_state" AS ENUM ('PENDING', 'SENT', 'FAILED');

-- AlterTable
ALTER TABLE "notification" ADD COLUMN     "emailed_at" TIMESTAMPTZ(3),
ADD COLUMN     "posted_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "notification_choice" (
    "city_code" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "hidden_kinds" "notification_kind"[],
    "email_kinds" "notification_kind"[],
    "email_address" TEXT,
    "email_since" TIMESTAMPTZ(3),
    "digest" "digest" NOT NULL,
    "daily_hour" SMALLINT NOT NULL,
    "quiet_from" SMALLINT,
    "quiet_to" SMALLINT,

    CONSTRAINT "notification_choice_pkey" PRIMARY KEY ("city_code","user_id")
);

-- CreateTable
CREATE TABLE "robot" (
    "city_code" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "kind" "robot_kind" NOT NULL,
    "name" TEXT NOT NULL,
    "sealed_address" TEXT NOT NULL,
    "sealed_secret" TEXT,
    "enabled" BOOLEAN NOT NULL,
    "version" INTEGER NOT NULL,
    "saved_by_id" UUID NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "robot_pkey" PRIMARY KEY ("city_code","id")
);

-- CreateTable
CREATE TABLE "delivery" (
    "city_code" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "user_id" UUID,
    "robot_id" UUID,
    "counts" JSONB NOT NULL,
    "state" "delivery_state" NOT NULL,
    "tries" SMALLINT NOT NULL,
    "next_try_at" TIMESTAMPTZ(3) NOT NULL,
    "problem" TEXT,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("city_code","id")
);

-- CreateIndex
CREATE INDEX "robot_city_code_organisation_id_idx" ON "robot"("city_code", "organisation_id");

-- CreateIndex
CREATE INDEX "delivery_city_code_user_id_made_at_idx" ON "delivery"("city_code", "user_id", "made_at" DESC);

-- CreateIndex
CREATE INDEX "delivery_city_code_robot_id_made_at_idx" ON "delivery"("city_code", "robot_id", "made_at" DESC);

-- AddForeignKey
ALTER TABLE "robot" ADD CONSTRAINT "robot_city_code_organisation_id_fkey" FOREIGN KEY ("city_code", "organisation_id") REFERENCES "organisation"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_city_code_robot_id_fkey" FOREIGN KEY ("city_code", "robot_id") REFERENCES "robot"("city_code", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

ALTER TABLE "notification_choice" ADD CONSTRAINT "notification_choice_hours" CHECK ("daily_hour" BETWEEN 0 AND 23 AND "quiet_from" BETWEEN 0 AND 23 AND "quiet_to" BETWEEN 0 AND 23);
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_to_one" CHECK (("user_id" IS NULL) <> ("robot_id" IS NULL));

-- What is to be sent is looked for every half minute; what has been sent is the rest of the table.
CREATE INDEX "delivery_pending" ON "delivery" ("city_code", "next_try_at") WHERE "state" = 'PENDING';
