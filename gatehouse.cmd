@echo off
rem Starts Gatehouse from its checkout on Windows: finds a JDK, builds what changed, and runs the program.
setlocal enabledelayedexpansion
set "HERE=%~dp0"
set "HERE=%HERE:~0,-1%"
set "APP=%HERE%\app-ui\target\app"
set "STAMP=%HERE%\app-ui\target\start.stamp"
set "BUILDLOG=%HERE%\app-ui\target\start.log"
set "JDK="

call :consider "%JAVA_HOME%"
for /f "delims=" %%J in ('where java 2^>nul') do call :consider "%%~dpJ.."
for %%R in ("%ProgramFiles%\Eclipse Adoptium" "%ProgramFiles%\Java" "%ProgramFiles%\Microsoft" "%ProgramFiles%\Zulu" "%USERPROFILE%\.jdks") do (
    if exist "%%~R" for /d %%J in ("%%~R\*") do call :consider "%%~J"
)
if not defined JDK (
    echo gatehouse: no JDK 25 or later was found; install one ^(https://adoptium.net^) or point JAVA_HOME at it. 1>&2
    exit /b 1
)

powershell -NoProfile -Command "$s='%STAMP%'; if (-not (Test-Path $s) -or -not (Test-Path '%APP%\lib')) { exit 1 }; $t=(Get-Item $s).LastWriteTime; $n=Get-ChildItem -Path '%HERE%\pom.xml','%HERE%\*\pom.xml','%HERE%\*\src\main' -Recurse -ErrorAction SilentlyContinue | Where-Object { $_.LastWriteTime -gt $t } | Select-Object -First 1; if ($n) { exit 1 }"
if errorlevel 1 (
    where mvn >nul 2>nul || (
        echo gatehouse: Maven is needed to build; install Maven 3.8.7 or later so that mvn is on the PATH. 1>&2
        exit /b 1
    )
    if not exist "%HERE%\app-ui\target" mkdir "%HERE%\app-ui\target"
    echo gatehouse: building ^(the first time downloads libraries and takes a few minutes^); details in %BUILDLOG% 1>&2
    copy nul "%STAMP%.new" >nul
    pushd "%HERE%"
    call mvn -B -ntp -Dmaven.test.skip=true -Dformatter.skip=true -Dcyclonedx.skip=true -pl app-ui -am package >"%BUILDLOG%" 2>&1 <nul
    if errorlevel 1 (
        popd
        echo gatehouse: the build failed; the reason is at the end of %BUILDLOG% 1>&2
        exit /b 1
    )
    popd
    move /y "%STAMP%.new" "%STAMP%" >nul
)

"%JDK%\bin\java" --module-path "%APP%\fx" --add-modules javafx.controls --enable-native-access=javafx.graphics,ALL-UNNAMED --sun-misc-unsafe-memory-access=allow "-Dgatehouse.checkout=%HERE%" %GATEHOUSE_JAVA_OPTIONS% -cp "%APP%\lib\*" dev.gatehouse.ui.cli.Main %*
exit /b %errorlevel%

:consider
if defined JDK exit /b 0
if "%~1"=="" exit /b 0
if not exist "%~1\bin\javac.exe" exit /b 0
if not exist "%~1\release" exit /b 0
set "FOUND="
for /f "tokens=2 delims==" %%V in ('findstr /b "JAVA_VERSION=" "%~1\release"') do set "FOUND=%%~V"
for /f "tokens=1 delims=." %%M in ("!FOUND!") do if %%M GEQ 25 set "JDK=%~1"
exit /b 0
