"""Official workbooks (评分表), the questionnaire (填报表) and the working paper (计算底稿)."""
