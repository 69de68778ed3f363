"""The portal as its people meet it: a real server, a real Chromium, JavaScript on and off, Chinese and English.

`company` makes a home with people and enquiries, `server` serves it, `watch` notes whatever goes wrong on a page,
`person` is somebody at a browser, `places` is the table of all pages, `axe` reads a page with axe-core,
`measures` puts a ruler to it.
"""
