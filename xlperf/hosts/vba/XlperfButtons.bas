' The buttons of the refresh workbook. Texts for people are Chinese and stand in named cells of the second
' sheet, so that this source is plain ASCII and reads the same in every code page.
Option Explicit

Public Sub RefreshMonth()
    Press "refresh"
End Sub

Public Sub CheckFigures()
    Press "check"
End Sub

Public Sub MakeReport()
    Press "report"
End Sub

Public Sub OpenWorkingPaper()
    On Error GoTo Missing
    Workbooks.Open Beside("working_paper")
    Exit Sub
Missing:
    Say "no_working_paper"
End Sub

Private Sub Press(action As String)
    Dim shell As Object
    Say "busy"
    SaveAnswers
    On Error GoTo Blocked
    Set shell = CreateObject("WScript.Shell")
    shell.CurrentDirectory = ThisWorkbook.Path
    If shell.Run(Setting("command") & " " & action, 0, True) = 0 Then
        ShowLatest
        Exit Sub
    End If
Blocked:
    LeaveRequest action
    Say "blocked"
End Sub

' Copy what the program wrote about its last run; everything below the buttons is replaced.
Public Sub ShowLatest()
    Dim latest As Workbook
    On Error GoTo Missing
    Set latest = Workbooks.Open(Beside("state"), 0, True)
    latest.Worksheets(1).Rows(Setting("rows")).Copy ThisWorkbook.Worksheets(1).Rows(Setting("rows"))
    latest.Close False
    ThisWorkbook.Save
    Exit Sub
Missing:
    Say "no_state"
End Sub

' Where Office may not start programs, "xlperf watch" sees this file and does the work.
Private Sub LeaveRequest(action As String)
    On Error Resume Next
    MkDir ThisWorkbook.Path & Application.PathSeparator & ".xlperf"
    Open Beside("request") For Output As #1
    Print #1, action
    Close #1
End Sub

Private Sub SaveAnswers()
    Dim answers As Workbook
    On Error Resume Next
    Set answers = Workbooks(Setting("answers"))
    If answers.Path = ThisWorkbook.Path Then answers.Save
End Sub

Private Sub Say(text As String)
    ThisWorkbook.Worksheets(1).Range("xlperf_message").Value = Setting(text)
End Sub

Private Function Setting(name As String) As String
    Setting = ThisWorkbook.Worksheets(2).Range("xlperf_" & name).Value
End Function

Private Function Beside(name As String) As String
    Beside = ThisWorkbook.Path & Application.PathSeparator & Replace(Setting(name), "/", Application.PathSeparator)
End Function
