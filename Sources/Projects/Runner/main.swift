print("projects")
