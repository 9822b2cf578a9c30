"""项目支出绩效自评报告.docx (附件3): texts from templates, the table of projects, the chart, re-reading."""
