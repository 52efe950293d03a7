-- AlterEnum
ALTER TYPE "notification_kind" ADD VALUE 'JOINT_MARKS_DUE';

-- CreateTable
CREATE TABLE "joint_reminder" (
    "city_code" TEXT NOT NULL,
    "joint_id" UUID NOT NULL,
    "before_days" SMALLINT NOT NULL,
    "reminded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "joint_reminder_pkey" PRIMARY KEY ("city_code","joint_id","before_days")
);

-- AddForeignKey
ALTER TABLE "joint_reminder" ADD CONSTRAINT "joint_reminder_city_code_joint_id_fkey" FOREIGN KEY ("city_code", "joint_id") REFERENCES "joint_assessment"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
