#!/usr/bin/env node
console.log("rondo");
