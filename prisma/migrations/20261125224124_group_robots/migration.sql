-- AlterEnum
ALTER TYPE "notification_kind" ADD VALUE 'ROBOT_STOPPED';

-- AlterTable
ALTER TABLE "notification" DROP COLUMN "posted_at";

-- AlterTable
ALTER TABLE "robot" ADD COLUMN     "address_hint" TEXT NOT NULL,
ADD COLUMN     "daily_hour" SMALLINT NOT NULL,
ADD COLUMN     "digest" "digest" NOT NULL,
ADD COLUMN     "failures" SMALLINT NOT NULL DEFAULT 0,
ADD COLUMN     "quiet_from" SMALLINT,
ADD COLUMN     "quiet_to" SMALLINT,
ADD COLUMN     "stopped_at" TIMESTAMPTZ(3),
ADD COLUMN     "stopped_by" TEXT,
ADD COLUMN     "told_since" TIMESTAMPTZ(3) NOT NULL;

-- CreateTable
CREATE TABLE "robot_told" (
    "city_code" TEXT NOT NULL,
    "robot_id" UUID NOT NULL,
    "notification_id" UUID NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "robot_told_pkey" PRIMARY KEY ("city_code","robot_id","notification_id")
);

-- AddForeignKey
ALTER TABLE "robot_told" ADD CONSTRAINT "robot_told_city_code_robot_id_fkey" FOREIGN KEY ("city_code", "robot_id") REFERENCES "robot"("city_code", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

ALTER TABLE "robot" ADD CONSTRAINT "robot_hours" CHECK ("daily_hour" BETWEEN 0 AND 23 AND "quiet_from" BETWEEN 0 AND 23 AND "quiet_to" BETWEEN 0 AND 23);
