"""What is decided, from facts to a refusal or a value: pure, no SQL, no clock, no chance."""
