from jalon.site.cli import main

main()
