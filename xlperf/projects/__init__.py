"""Projects (项目支出绩效自评): funds and targets of each project, its score, its form, the report on all of them."""
