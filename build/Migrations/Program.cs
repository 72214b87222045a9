Console.Error.WriteLine("This project is the start-up project of dotnet ef; see docs/development.md.");
return 1;
