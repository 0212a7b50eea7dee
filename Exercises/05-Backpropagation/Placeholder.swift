import Course
