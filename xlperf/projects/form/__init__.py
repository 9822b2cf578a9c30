"""The official form of a project (项目支出绩效自评表): its rows fitted to the targets, filled, read back."""
