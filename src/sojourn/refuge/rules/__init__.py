"""The rules, one function a provision; importing this package fills the register of `refuge.rule`."""
