return await ArgosyApp.RunAsync(args);
